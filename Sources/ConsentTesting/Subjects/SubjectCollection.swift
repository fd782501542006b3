import BoundedJSON
import ConsentTranslation

/// The data behind feeds and look-ups: records in the order of their last change.
///
/// Records of the same instant are in the order of their ids, so that a page border never depends on chance.
enum SubjectCollection: Sendable {
    /// Made-up people, made anew from a seed whenever they are asked for.
    case generated(GeneratedSubjects)
    /// Records out of a file, as they were written.
    case lines(SubjectLines)

    /// A collection of nothing.
    static let empty = SubjectCollection.lines(SubjectLines())

    /// How many records the feed holds.
    var recordCount: Int {
        switch self {
        case .generated(let subjects): subjects.entries.count
        case .lines(let subjects): subjects.lines.count
        }
    }

    /// The positions of the records that were last changed between two instants, both included.
    func positions(from: Int64, through: Int64) -> Range<Int> {
        let lower = firstPosition { $0 >= from }
        return lower..<max(lower, firstPosition { $0 > through })
    }

    /// Writes the JSON of the record at a position.
    func write(at position: Int, into json: inout JSONWriter) {
        switch self {
        case .generated(let subjects): subjects.subject(at: position).write(into: &json)
        case .lines(let subjects): json.raw(subjects.lines[position].json)
        }
    }

    /// The record at a position.
    func record(at position: Int) -> Value {
        var json = JSONWriter()
        write(at: position, into: &json)
        return (try? Value(json: json.bytes)) ?? .null
    }

    /// The JSON of the newest record of one subject, or nil if nobody is called so.
    func latest(identifier: String) -> [UInt8]? {
        switch self {
        case .generated(let subjects):
            guard let subject = subjects.latest(identifier: identifier) else { return nil }
            var json = JSONWriter()
            subject.write(into: &json)
            return json.bytes
        case .lines(let subjects):
            return subjects.lines.last { $0.identifier == identifier }.map { Array($0.json.utf8) }
        }
    }

    /// The same collection with another number of made-up people; a file stays as it is.
    func scaled(toSubjects count: Int) -> SubjectCollection {
        switch self {
        case .generated(let subjects): .generated(GeneratedSubjects(subjects.population.with(count: count)))
        case .lines: self
        }
    }

    /// The records that had been changed for the last time by then.
    func asOf(_ milliseconds: Int64) -> SubjectCollection {
        switch self {
        case .generated(let subjects): .generated(subjects.filtered { $0.modifiedMilliseconds <= milliseconds })
        case .lines(let subjects): .lines(subjects.filtered { $0.modifiedMilliseconds <= milliseconds })
        }
    }

    /// A sample of so many records at most, spread over the whole time; of generated people those of whom most can be
    /// learned.
    func condensed(to count: Int) -> SubjectCollection {
        switch self {
        case .generated(let subjects):
            return .generated(subjects.condensed)
        case .lines(let subjects):
            let step = max(1, (subjects.lines.count + count - 1) / max(1, count))
            var place = 0
            return .lines(
                subjects.filtered { _ in
                    place += 1
                    return place % step == 0
                }
            )
        }
    }

    private func modifiedMilliseconds(at position: Int) -> Int64 {
        switch self {
        case .generated(let subjects): subjects.entries[position].modifiedMilliseconds
        case .lines(let subjects): subjects.lines[position].modifiedMilliseconds
        }
    }

    /// The first position whose instant satisfies a condition that, once true, stays true. By halving.
    private func firstPosition(where condition: (Int64) -> Bool) -> Int {
        var low = 0
        var high = recordCount
        while low < high {
            let middle = low + (high - low) / 2
            if condition(modifiedMilliseconds(at: middle)) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
