import BarLake
import BarLakeSync
import Testing

@Suite struct ShardTests {
  private static let tasks = (1...7).map { day in
    SyncTask(
      file: ListedFile(
        dataType: .stocksDaily, date: CalendarDate(daysSinceEpoch: Int32(day)), key: "\(day)",
        byteCount: 0),
      reason: .missing, profile: .portable, output: "")
  }

  private func keys(_ shard: Shard) throws -> String {
    try shard.tasks(of: Self.tasks).map(\.file.key).joined(separator: " ")
  }

  @Test func `parts have every Nth task, and together all of them once`() throws {
    #expect(try keys(.all) == "1 2 3 4 5 6 7")
    #expect(try keys(Shard(text: "1/3")) == "1 4 7")
    #expect(try keys(Shard(text: "2/3")) == "2 5")
    #expect(try keys(Shard(text: "3/3")) == "3 6")
    #expect(try keys(Shard(text: "1/1")) == "1 2 3 4 5 6 7")
    #expect(try keys(Shard(text: "9/9")) == "")
  }

  @Test func `an index is of one task, or an error`() throws {
    #expect(try keys(.index(0)) == "1" && keys(.index(6)) == "7")
    for index in [-1, 7] {
      #expect(throws: IngestError.self) { try keys(.index(index)) }
    }
    #expect(throws: IngestError.self) { try Shard.index(0).tasks(of: []) }
  }

  @Test(arguments: ["", "1", "0/4", "5/4", "1/0", "-1/4", "1/4/2", "a/b", "1/", "/4", "1 /4"])
  func `other texts are errors`(_ text: String) {
    #expect(throws: IngestError.self) { try Shard(text: text) }
  }

  private static let schedulers: [([String: String], Int?, Shard?)] = [
    ([:], nil, nil), (["SGE_TASK_ID": "undefined"], nil, nil),
    (["SLURM_ARRAY_TASK_ID": ""], nil, nil),
    (["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_COUNT": "4"], nil, .part(0, of: 4)),
    (
      [
        "SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "1",
      ], nil, .part(3, of: 4)
    ),
    (
      [
        "SLURM_ARRAY_TASK_ID": "8", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "4",
        "SLURM_ARRAY_TASK_STEP": "2",
      ], nil, .part(2, of: 3)
    ),
    (["JOB_COMPLETION_INDEX": "2"], 5, .part(2, of: 5)),
    (
      ["AWS_BATCH_JOB_ARRAY_INDEX": "9", "AWS_BATCH_JOB_ARRAY_SIZE": "10"], nil,
      .part(9, of: 10)
    ),
    (
      ["SGE_TASK_ID": "1", "SGE_TASK_FIRST": "1", "SGE_TASK_LAST": "3", "SGE_TASK_STEPSIZE": "1"],
      nil, .part(0, of: 3)
    ),
    (
      ["SGE_TASK_ID": "7", "SGE_TASK_FIRST": "1", "SGE_TASK_LAST": "8", "SGE_TASK_STEPSIZE": "3"],
      nil, .part(2, of: 3)
    ),
  ]

  @Test(arguments: schedulers)
  func `a scheduler's variables say which part this is`(
    _ variables: [String: String], _ count: Int?, _ expected: Shard?
  ) throws {
    #expect(try Shard(variables: variables, count: count) == expected)
  }

  private static let wrong: [([String: String], Int?)] = [
    (["SLURM_ARRAY_TASK_ID": "0"], nil), (["JOB_COMPLETION_INDEX": "0"], nil),
    (["AWS_BATCH_JOB_ARRAY_INDEX": "0"], nil), (["SGE_TASK_ID": "1"], nil),
    (["SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_COUNT": "4"], nil),
    // An array of 1, 3 and 7 has no part 6.
    (
      [
        "SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "1",
      ], nil
    ),
    (["SLURM_ARRAY_TASK_ID": "x", "SLURM_ARRAY_TASK_COUNT": "4"], nil),
    (["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_COUNT": "-4"], nil),
    (["SLURM_ARRAY_TASK_ID": "99999999999999999999", "SLURM_ARRAY_TASK_COUNT": "4"], nil),
    (["SGE_TASK_ID": "1", "SGE_TASK_LAST": "4", "SGE_TASK_STEPSIZE": "0"], nil),
    (["SGE_TASK_ID": "0", "SGE_TASK_FIRST": "1", "SGE_TASK_LAST": "4"], nil),
    (["JOB_COMPLETION_INDEX": "0", "SGE_TASK_ID": "1", "SGE_TASK_LAST": "4"], 4),
    (["JOB_COMPLETION_INDEX": "5"], 5),
  ]

  @Test(arguments: wrong)
  func `an index without a number of parts, or beside it, is an error`(
    _ variables: [String: String], _ count: Int?
  ) {
    let error = #expect(throws: IngestError.self) {
      try Shard(variables: variables, count: count)
    }
    #expect(error?.code == .invalidArgument)
  }
}
