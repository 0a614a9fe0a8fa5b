internal import BarLakeBytes
internal import BarLakeCommitting

/// The dates of one batch: several are staged at the same time, and committed in groups, in their
/// order, by the thread that takes the results.
///
/// Source: `docs/spec.md`, BATCH-5.
package final class GroupedIngest: Sendable {
  /// What makes a result, after the commit, or why there is none.
  private typealias Ending = Result<@Sendable () -> IngestResult, IngestError>

  private let work: GroupedWork<IngestRun.Staged, Ending>

  /// Memory that a date may take beside others. Dates are staged at the same time only where the
  /// limit has room for them.
  private static let byteCountPerDate = 256 << 20

  /// Begins with the first dates.
  ///
  /// - Parameters:
  ///   - calls: the dates, in order, of `context`.
  ///   - strategy: that of each date if it has all processors.
  init(_ calls: [IngestCall], context: IngestContext, strategy: IngestStrategy) {
    let room = context.monitor.limitByteCount / Self.byteCountPerDate
    // Dates may have the same descriptor, which each reads from where the one before has ended.
    let hasDescriptor = calls.contains { if case .descriptor = $0.data { true } else { false } }
    let atOnce = hasDescriptor ? 1 : max(min(strategy.dateCountAtOnce, calls.count, room), 1)
    let strategy = strategy.divided(among: atOnce)
    let cancellation = context.cancellation
    work = GroupedWork(
      count: calls.count, atOnce: atOnce, cancellation: cancellation
    ) { number, waits, decided in
      do throws(IngestError) {
        let staged = try calls[number].stage(strategy, waits: waits, decided: decided)
        guard let date = staged.ready else { return .ended(.success { staged.end(true) }) }
        do throws(IngestError) {
          return .staged(staged, byteCount: date.byteCount, isAlone: try date.isReplacing())
        } catch {
          date.discard()
          throw calls[number].failed(error)
        }
      } catch {
        return .ended(.failure(error))
      }
    } commit: { group in
      let results = Publication.publish(
        group.compactMap(\.staged.ready), cancellation: cancellation)
      return zip(group, results).map { date, result in
        let end = date.staged.end
        return result.map { isSynchronized in { end(isSynchronized) } }
          .mapError { calls[date.number].failed($0) }
      }
    }
  }

  /// The result of the next date, in the order of the calls. Nil if there is no other, or a stop
  /// was requested before it was begun.
  package func next() -> Result<IngestResult, IngestError>? { work.next()?.map { $0() } }
}
