import ConsentTranslation

/// Writes a TC string field by field, independent of the codec under test ("IAB Tech Lab - Consent string and vendor
/// list formats v2"). What a test does not set is as in a plain string of January 2026 that consents to everything.
struct TCText {
    struct Restriction {
        let purpose: Int
        let type: Int
        let vendor: Int
    }

    var created = "2026-01-10T00:00:00Z"
    var lastUpdated = "2026-01-10T00:00:00Z"
    var policyVersion = 5
    var isServiceSpecific = true
    var purposes = Array(1...11)
    var purposeOneTreatment = false
    var vendors = [565]
    var restrictions: [Restriction] = []
    /// The disclosed vendors; nil for no such segment.
    var disclosed: [Int]?

    /// The string.
    var text: String {
        var core = BitWriter()
        core.put(2, 6)
        core.put(deciseconds(created), 36)
        core.put(deciseconds(lastUpdated), 36)
        core.put(300, 12)
        core.put(1, 12)
        core.put(1, 6)
        core.put(4, 6)
        core.put(13, 6)
        core.put(120, 12)
        core.put(policyVersion, 6)
        core.put(isServiceSpecific ? 1 : 0, 1)
        core.put(0, 1)
        core.put(0, 12)
        core.put(ids: purposes, width: 24)
        core.put(0, 24)
        core.put(purposeOneTreatment ? 1 : 0, 1)
        core.put(3, 6)
        core.put(4, 6)
        core.put(vendors: vendors)
        core.put(vendors: [])
        core.put(restrictions.count, 12)
        for restriction in restrictions {
            core.put(restriction.purpose, 6)
            core.put(restriction.type, 2)
            core.put(1, 12)
            core.put(0, 1)
            core.put(restriction.vendor, 16)
        }
        guard let disclosed else { return core.text }
        var segment = BitWriter()
        segment.put(1, 3)
        segment.put(vendors: disclosed)
        return core.text + "." + segment.text
    }

    private func deciseconds(_ time: String) -> Int {
        Int((Instant(iso8601: time)?.milliseconds ?? 0) / 100)
    }
}

/// Puts numbers bit after bit into characters of web-safe base64.
struct BitWriter {
    private var bits: [Bool] = []
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    mutating func put(_ value: Int, _ width: Int) {
        for index in (0..<width).reversed() { bits.append(value >> index & 1 == 1) }
    }

    mutating func put(ids: [Int], width: Int) {
        for id in stride(from: 1, through: width, by: 1) { bits.append(ids.contains(id)) }
    }

    /// A set of vendors as a field of bits.
    mutating func put(vendors: [Int]) {
        let highest = vendors.max() ?? 0
        put(highest, 16)
        put(0, 1)
        put(ids: vendors, width: highest)
    }

    /// The characters, filled up with zero bits.
    var text: String {
        var text = ""
        for start in stride(from: 0, to: bits.count, by: 6) {
            let value = (0..<6).reduce(0) { $0 << 1 | (start + $1 < bits.count && bits[start + $1] ? 1 : 0) }
            text.append(Self.alphabet[value])
        }
        return text
    }
}
