internal import BarLakeCommandSupport
internal import BarLakeConformanceRunning
internal import BarLakePages

/// A chart of peaks against the size of the CSV text, one line for each implementation.
///
/// Lines differ in colour, in dashes and by the name at their end.
struct MemoryChart {
  private let curves: [MemorySection.Curve]
  private let label: String

  init(_ curves: [MemorySection.Curve], label: String) {
    self.curves = curves
    self.label = label
  }

  private static let size = (width: 640.0, height: 250.0)
  /// Left of the plot the numbers of its axis, right of it the names of lines.
  private static let plot = (left: 52.0, top: 14.0, right: 490.0, bottom: 210.0)
  private static let dashes = ["", "7 3", "2 3", "9 3 2 3", "4 2", "12 4"]
  private static let nameLimit = 20

  private struct Axis {
    var ticks: [Double]
    var end: Double { ticks.last ?? 1 }

    /// From 0 to `most` or a little further, in four to eight steps of 1, 2 or 5 times a power
    /// of ten.
    init(to most: Double) {
      var step = 1.0
      while step * 8 < most { step *= 10 }
      for smaller in [step / 5, step / 2] where smaller * 8 >= most && smaller >= 1 {
        step = smaller
        break
      }
      let count = max(1, (most / step).rounded(.up))
      ticks = (0...Int(count)).map { Double($0) * step }
    }
  }

  private static func mebibytes(_ byteCount: Int) -> Double { Double(byteCount) / Double(1 << 20) }

  var html: HTML {
    let points = curves.flatMap(\.result.series)
    if points.isEmpty { return .element("p", "Nothing was measured.") }
    let across = Axis(to: points.map { Self.mebibytes($0.csvByteCount) }.max() ?? 1)
    let up = Axis(to: points.map { Self.mebibytes($0.peakByteCount) }.max() ?? 1)
    func x(_ value: Double) -> Double {
      Self.plot.left + value / across.end * (Self.plot.right - Self.plot.left)
    }
    func y(_ value: Double) -> Double {
      Self.plot.bottom - value / up.end * (Self.plot.bottom - Self.plot.top)
    }
    var content: [HTML] = [.element("title", "Peak memory against the size of the CSV: \(label)")]
    for tick in up.ticks {
      content.append(line((Self.plot.left, y(tick)), (Self.plot.right, y(tick)), style: "axis"))
      content.append(
        text(Self.plain(tick), x: Self.plot.left - 6, y: y(tick) + 4, anchor: "end"))
    }
    for tick in across.ticks {
      content.append(text(Self.plain(tick), x: x(tick), y: Self.plot.bottom + 16, anchor: "middle"))
    }
    content.append(
      text(
        "MiB of CSV", x: (Self.plot.left + Self.plot.right) / 2, y: Self.plot.bottom + 34,
        anchor: "middle"))
    content.append(text("MiB", x: Self.plot.left + 4, y: Self.plot.top - 3, anchor: "start"))
    let lasts = curves.map { $0.result.series.last?.peakByteCount ?? 0 }
    let ends = Self.spread(lasts.map { y(Self.mebibytes($0)) })
    for (curve, end) in zip(curves, ends) where !curve.result.series.isEmpty {
      let places = curve.result.series.map {
        (x(Self.mebibytes($0.csvByteCount)), y(Self.mebibytes($0.peakByteCount)))
      }
      let style = "s\(curve.implementation % Self.dashes.count)"
      let path = places.map { "\(Self.plain($0.0)),\(Self.plain($0.1))" }
      var pieces: [HTML] = [
        .element(
          "polyline",
          [
            "class": "curve", "points": path.joined(separator: " "),
            "stroke-dasharray": Self.dashes[curve.implementation % Self.dashes.count],
          ], [])
      ]
      if places.count <= 8 {
        pieces += places.map {
          .element(
            "circle",
            ["class": "point", "cx": Self.plain($0.0), "cy": Self.plain($0.1), "r": "3"], [])
        }
      }
      let last = places[places.count - 1]
      pieces.append(
        line((last.0 + 4, last.1), (Self.plot.right + 8, end), style: "axis"))
      content.append(.element("g", ["class": style], pieces))
      content.append(
        text(Self.cut(curve.label), x: Self.plot.right + 12, y: end + 4, anchor: "start"))
    }
    return .element(
      "svg",
      [
        "viewBox": "0 0 \(Self.plain(Self.size.width)) \(Self.plain(Self.size.height))",
        "role": "img", "aria-label": "Peak memory against the size of the CSV, as in the table",
      ], content)
  }

  /// Heights near these, in their order, with room for a line of text between two.
  private static func spread(_ heights: [Double]) -> [Double] {
    let room = 14.0
    var spread = heights
    var least = plot.top
    for index in heights.indices.sorted(by: { heights[$0] < heights[$1] }) {
      spread[index] = max(heights[index], least)
      least = spread[index] + room
    }
    // What does not fit below moves up again.
    var most = size.height - 6
    for index in spread.indices.sorted(by: { spread[$0] > spread[$1] }) {
      spread[index] = min(spread[index], most)
      most = spread[index] - room
    }
    return spread
  }

  private static func cut(_ label: String) -> String {
    label.unicodeScalars.count <= nameLimit
      ? label
      : String(String.UnicodeScalarView(label.unicodeScalars.prefix(nameLimit - 1))) + "…"
  }

  /// At most one digit behind the point.
  private static func plain(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : Text.fixed(value, digits: 1)
  }

  private func line(
    _ start: (Double, Double), _ end: (Double, Double), style: String
  ) -> HTML {
    .element(
      "line",
      [
        "class": style, "x1": Self.plain(start.0), "y1": Self.plain(start.1),
        "x2": Self.plain(end.0), "y2": Self.plain(end.1),
      ], [])
  }

  private func text(_ text: String, x: Double, y: Double, anchor: String) -> HTML {
    .element(
      "text", ["x": Self.plain(x), "y": Self.plain(y), "text-anchor": anchor], text)
  }
}
