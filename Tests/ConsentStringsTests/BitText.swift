/// Builds the text of a segment bit by bit, independent of the code under test.
struct BitText {
    private var bits: [UInt8] = []
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    var count: Int { bits.count }

    mutating func put(_ value: Int, _ width: Int) {
        for index in (0..<width).reversed() { bits.append(UInt8(value >> index & 1)) }
    }

    mutating func put(ids: [Int], _ width: Int) {
        for id in stride(from: 1, through: width, by: 1) { bits.append(ids.contains(id) ? 1 : 0) }
    }

    mutating func put(letters: String) {
        for byte in letters.utf8 { put(Int(byte) - 65, 6) }
    }

    /// The characters, padded with zero bits to six.
    var text: String {
        var text = ""
        for start in stride(from: 0, to: bits.count, by: 6) {
            var value = 0
            for offset in 0..<6 {
                value = value << 1 | (start + offset < bits.count ? Int(bits[start + offset]) : 0)
            }
            text.append(Self.alphabet[value])
        }
        return text
    }
}

/// A vendor set as it is written on the wire, right or wrong.
enum VendorWire {
    case bits(max: Int, ids: [Int])
    case ranges(max: Int, [(Int, Int)])
    /// A number of entries other than what follows.
    case counted(max: Int, count: Int, [(Int, Int)])

    func put(in text: inout BitText) {
        switch self {
        case .bits(let max, let ids):
            text.put(max, 16)
            text.put(0, 1)
            text.put(ids: ids, max)
        case .ranges(let max, let ranges):
            VendorWire.counted(max: max, count: ranges.count, ranges).put(in: &text)
        case .counted(let max, let count, let ranges):
            text.put(max, 16)
            text.put(1, 1)
            VendorWire.put(entries: ranges, count: count, in: &text)
        }
    }

    static func put(entries: [(Int, Int)], count: Int? = nil, in text: inout BitText) {
        text.put(count ?? entries.count, 12)
        for (first, last) in entries {
            text.put(first == last ? 0 : 1, 1)
            text.put(first, 16)
            if first != last { text.put(last, 16) }
        }
    }
}

/// A core segment written field by field; what a test does not name is as in a plain valid string.
struct CoreWire {
    var version = 2
    var created = 17_625_600_000
    var lastUpdated = 17_625_600_000
    var cmpID = 300
    var language = (4, 13)
    var vendorListVersion = 120
    var policyVersion = 5
    var isServiceSpecific = 1
    var purposes = [1, 2, 3, 4, 7, 9, 10]
    var legitimateInterests = [2, 7, 8, 9, 10, 11]
    var country = (3, 4)
    var consents = VendorWire.bits(max: 30, ids: [1, 2, 5, 9, 30])
    var interests = VendorWire.bits(max: 9, ids: [2, 9])
    var restrictions: [(purpose: Int, type: Int, ranges: [(Int, Int)])] = []
    var restrictionCount: Int?

    var text: String {
        var text = BitText()
        text.put(version, 6)
        text.put(created, 36)
        text.put(lastUpdated, 36)
        text.put(cmpID, 12)
        text.put(7, 12)
        text.put(2, 6)
        text.put(language.0, 6)
        text.put(language.1, 6)
        text.put(vendorListVersion, 12)
        text.put(policyVersion, 6)
        text.put(isServiceSpecific, 1)
        text.put(0, 1)
        text.put(ids: [1], 12)
        text.put(ids: purposes, 24)
        text.put(ids: legitimateInterests, 24)
        text.put(0, 1)
        text.put(country.0, 6)
        text.put(country.1, 6)
        consents.put(in: &text)
        interests.put(in: &text)
        text.put(restrictionCount ?? restrictions.count, 12)
        for restriction in restrictions {
            text.put(restriction.purpose, 6)
            text.put(restriction.type, 2)
            VendorWire.put(entries: restriction.ranges, in: &text)
        }
        return text.text
    }
}

/// A segment of vendors: 1 for disclosed, 2 for allowed ones.
func vendorSegment(_ type: Int, _ vendors: VendorWire) -> String {
    var text = BitText()
    text.put(type, 3)
    vendors.put(in: &text)
    return text.text
}

/// A publisher purposes segment.
func publisherSegment(consents: [Int] = [1, 2], custom: Int = 2, writtenCustom: Int? = nil) -> String {
    var text = BitText()
    text.put(3, 3)
    text.put(ids: consents, 24)
    text.put(ids: [7], 24)
    text.put(custom, 6)
    text.put(ids: [1], writtenCustom ?? custom)
    text.put(ids: [2], writtenCustom ?? custom)
    return text.text
}
