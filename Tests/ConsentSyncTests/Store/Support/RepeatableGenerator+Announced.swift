import ConsentTesting
import Foundation

extension RepeatableGenerator {
    /// A generator with a fresh seed, or with the one that the environment names. Its seed is printed, and `TEST_SEED`
    /// repeats a run.
    static func announced(_ test: String = #function) -> RepeatableGenerator {
        let given = ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("\(test): TEST_SEED=\(seed)")
        return RepeatableGenerator(seed: seed)
    }
}
