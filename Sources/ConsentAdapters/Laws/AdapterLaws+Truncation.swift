import ConsentTranslation

/// The law of truncation.
extension AdapterLaws {
    /// Payloads are what browsers cut at 4 KiB and logs at a column's width, so every cut is tried. Cases of one
    /// adapter begin alike: what two of them share is read once.
    func truncation(_ effort: LawEffort) -> [LawBreach] {
        var breaches: [LawBreach] = []
        var prefixes = PrefixReader(reader)
        for item in intact.sorted(by: { $0.payload < $1.payload }) {
            let bytes = Array(item.payload.utf8)
            prefixes.begin(bytes)
            let whole = reader.granting(item.payload, item)
            var last: [ConsentRecord]?
            for length in Self.lengths(bytes.count, effort) {
                guard let records = prefixes.records(length), records != last else { continue }
                last = records
                guard let excess = reader.excess(of: reader.granting(records, item), over: whole) else { continue }
                breaches.append(
                    LawBreach(
                        .truncation,
                        case: item.name,
                        "cut after \(length) of \(bytes.count) bytes it \(excess), which the whole does not"
                    )
                )
                break
            }
        }
        return breaches
    }

    /// Every length, or of a long payload those at both ends and some between.
    private static func lengths(_ count: Int, _ effort: LawEffort) -> [Int] {
        guard count > effort.cuts else { return Array(0..<count) }
        let third = effort.cuts / 3
        var random = SeededRandom(seed: effort.seed)
        let middle = (0..<third).map { _ in Int.random(in: third..<(count - third), using: &random) }
        return Array(0..<third) + Set(middle).sorted() + Array((count - third)..<count)
    }
}

/// Reads the beginnings of payloads, and keeps those of the last one, since the next may begin alike.
private struct PrefixReader {
    let reader: GrantReader
    private var bytes: [UInt8] = []
    private var known: [Int: [ConsentRecord]?] = [:]

    init(_ reader: GrantReader) {
        self.reader = reader
    }

    mutating func begin(_ next: [UInt8]) {
        let shared = zip(bytes, next).prefix { $0 == $1 }.count
        known = known.filter { $0.key <= shared }
        bytes = next
    }

    mutating func records(_ length: Int) -> [ConsentRecord]? {
        if let records = known[length] { return records }
        let records = reader.records(String(decoding: bytes[..<length], as: UTF8.self))
        known[length] = .some(records)
        return records
    }
}
