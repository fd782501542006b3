/// The made-up people of one tenant: who they are and when they chose what, all of it following from a seed.
///
/// Everybody is made on their own, so that a million of them cost no memory until they are asked for. The numbers
/// below `count` are whole; a few above it are damaged records. About three in two hundred chose again later, and both
/// states are in the feed under the same identifier.
struct OneTrustPopulation: Sendable, Equatable {
    let seed: UInt64
    /// How many whole people there are.
    let count: Int
    /// The first instant of anything, in milliseconds.
    let from: Int64
    /// The last instant of anything but an expiry, in milliseconds.
    let to: Int64

    /// How many damaged records there are besides.
    var damagedCount: Int { count / 400 }

    /// The same people with more or fewer of them.
    func with(count: Int) -> OneTrustPopulation {
        OneTrustPopulation(seed: seed, count: max(1, count), from: from, to: to)
    }

    /// When somebody came, chose, and was last changed, in milliseconds.
    struct Timeline: Sendable {
        let created: Int64
        let choice: Int64
        let modified: Int64
        /// The second choice and the change that followed from it, where there was one.
        let again: (choice: Int64, modified: Int64)?
    }

    /// The timeline of a person, drawn from the person's own random numbers, which go on from there.
    func timeline(of number: Int, _ random: inout RepeatableGenerator) -> Timeline {
        let span = to - from
        if number % 40 == 11 {
            // A nightly import: many records of the very same instant, on the border of the first week's window.
            let created = max(from, importInstant - 24 * Self.hour)
            return Timeline(created: created, choice: importInstant, modified: importInstant, again: nil)
        }
        let choosesAgain = number % 67 == 5 && number < count
        let latestCreation = choosesAgain ? span * 3 / 10 : span * 6 / 10
        let created = from + seconds(upTo: latestCreation, &random)
        let latestChoice = choosesAgain ? created + span / 5 : to - Self.tenSeconds
        let fraction = number % 8 == 3 ? random.number(in: 1..<1_000) : 0
        let choice = created + seconds(upTo: latestChoice - created, &random) + fraction
        let modified = wholeSecond(choice) + 1_000 + seconds(upTo: 4_000, &random)
        guard choosesAgain else {
            return Timeline(created: created, choice: choice, modified: modified, again: nil)
        }
        let earliest = modified + Self.hour
        let second = earliest + seconds(upTo: to - Self.tenSeconds - earliest, &random)
        return Timeline(
            created: created,
            choice: choice,
            modified: modified,
            again: (second, second + 1_000 + seconds(upTo: 4_000, &random))
        )
    }

    /// The random numbers of one person.
    func random(of number: Int) -> RepeatableGenerator {
        RepeatableGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: number))
    }

    /// The interface's own id of a person: a UUID.
    func id(of number: Int) -> String {
        var random = RepeatableGenerator(seed: seed &+ 1, stream: UInt64(truncatingIfNeeded: number))
        return Self.uuid(high: random.next(), low: random.next())
    }

    /// What the tenant calls a person: an address, a customer number or a UUID, by turns.
    func identifier(of number: Int) -> String {
        switch number % 3 {
        case 0: return "visitor-\(Self.padded(String(number), 6))@example.com"
        case 1: return "C-\(Self.padded(String(number), 8))"
        default:
            var random = RepeatableGenerator(seed: seed &+ 2, stream: UInt64(truncatingIfNeeded: number))
            return Self.uuid(high: random.next(), low: 0x8000_0000_0000_0000 | UInt64(number))
        }
    }

    /// The person that is called so, or nil. The number is part of every identifier, so nothing need be looked up.
    func number(identifier: String) -> Int? {
        let digits = identifier.drop { !$0.isNumber }.prefix { $0.isNumber }
        let candidates = [Int(digits), Int(identifier.suffix(12), radix: 16)]
        return candidates.compactMap { $0 }.first {
            (0..<count).contains($0) && self.identifier(of: $0) == identifier
        }
    }

    private static let hour: Int64 = 3_600_000
    private static let tenSeconds: Int64 = 10_000

    /// A week after the beginning where there is more than that, else the middle.
    private var importInstant: Int64 {
        let week: Int64 = 7 * 86_400_000
        return to - from > 2 * week ? from + week : wholeSecond(from + (to - from) / 2)
    }

    private func wholeSecond(_ instant: Int64) -> Int64 { instant - instant % 1_000 }

    /// A whole number of seconds up to a number of milliseconds.
    private func seconds(upTo milliseconds: Int64, _ random: inout RepeatableGenerator) -> Int64 {
        random.number(in: 0..<max(1, milliseconds / 1_000)) * 1_000
    }

    private static func uuid(high: UInt64, low: UInt64) -> String {
        func hex(_ bits: UInt64, _ width: Int) -> String { padded(String(bits, radix: 16), width) }
        let version = 0x4000 | high & 0x0FFF
        let variant = 0x8000 | low >> 48 & 0x3FFF
        return "\(hex(high >> 32, 8))-\(hex(high >> 16 & 0xFFFF, 4))-\(hex(version, 4))-\(hex(variant, 4))-"
            + hex(low & 0xFFFF_FFFF_FFFF, 12)
    }

    /// Digits with zeros in front.
    private static func padded(_ digits: String, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
