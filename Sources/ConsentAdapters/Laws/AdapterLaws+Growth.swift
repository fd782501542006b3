import ConsentTranslation

/// The laws of payloads that have grown: escaped, nested, repeated.
extension AdapterLaws {
    /// Proxies and log pipelines escape once too often. Where the whole payload is escaped, it grants no more than it
    /// does as it is. A single escaped byte is damage, and the decisions are looked at, as with flipped bits.
    func escapes(_ effort: LawEffort) -> [LawBreach] {
        var random = SeededRandom(seed: effort.seed)
        return intact.compactMap { item in
            let whole = reader.granting(item.payload, item)
            var (percent, all) = (item.payload, item.payload)
            for times in 1...3 {
                percent = Self.escaped(percent) { $0 == UInt8(ascii: "%") }
                all = Self.escaped(all) { !Self.isUnreserved($0) }
                for (text, what) in [(percent, "its percent signs"), (all, "all of it")] {
                    if let excess = reader.excess(of: reader.granting(text, item), over: whole) {
                        return LawBreach(
                            .escapes,
                            case: item.name,
                            "with \(what) escaped \(times) times it \(excess), which it does not as it is"
                        )
                    }
                }
            }
            for _ in 0..<(effort.variants / max(1, intact.count)) {
                guard let place = item.payload.utf8.indices.randomElement(using: &random) else { break }
                let at = item.payload.utf8.distance(from: item.payload.startIndex, to: place)
                var position = -1
                let text = Self.escaped(item.payload) { _ in
                    position += 1
                    return position == at
                }
                let added = reader.claimed(reader.records(text)).subtracting(whole.claimed)
                let unearned = unearned(added, at, in: item)
                if !unearned.isEmpty {
                    return LawBreach(
                        .escapes,
                        case: item.name,
                        "with byte \(at) escaped (seed \(effort.seed)) it grants "
                            + "\(unearned.sorted().joined(separator: ", ")), which it does not as it is"
                    )
                }
            }
            return nil
        }
    }

    private static func escaped(_ text: String, _ isEscaped: (UInt8) -> Bool) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isEscaped(byte) {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// RFC 3986 section 2.3.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Deep values are put in front, behind the first characters after which a value may stand, and alone. Where they
    /// stand in a name they are damage, so the decisions are looked at, as with flipped bits.
    func nesting(_ effort: LawEffort) -> [LawBreach] {
        enlarged(effort).compactMap { item in
            let whole = reader.claimed(reader.records(item.payload))
            let bytes = Array(item.payload.utf8)
            let places = [0] + bytes.indices.filter { "{[=:,".utf8.contains(bytes[$0]) }.prefix(6).map { $0 + 1 }
            for open in ["[", "{\"a\":", "%5B"] {
                let deep = Array(String(repeating: open, count: effort.depth / open.utf8.count).utf8)
                for at in places {
                    let grown = String(decoding: bytes[..<at] + deep + bytes[at...], as: UTF8.self)
                    let added = reader.claimed(reader.records(grown)).subtracting(whole)
                    if let breach = nestingBreach(unearned(added, at, in: item), open, item) { return breach }
                }
                let alone = reader.claimed(reader.records(String(decoding: deep, as: UTF8.self)))
                if let breach = nestingBreach(alone, open, item) { return breach }
            }
            return nil
        }
    }

    private func nestingBreach(_ added: Set<String>, _ open: String, _ item: AdapterCase) -> LawBreach? {
        guard !added.isEmpty else { return nil }
        let names = added.sorted().joined(separator: ", ")
        return LawBreach(.nesting, case: item.name, "with \(open) many times in it it grants \(names)")
    }

    private static let separators = ["; ", "&", ",", "\n", ""]

    /// That a payload comes to an end here at all is what the law shows; a reader that goes over it once for each of
    /// its parts does not.
    func repeats(_ effort: LawEffort) -> [LawBreach] {
        enlarged(effort).compactMap { item in
            guard !item.payload.isEmpty else { return nil }
            let once = granting(closing: item)
            for separator in Self.separators {
                let piece = item.payload + separator
                let count = TranslationLimits.maxPayloadBytes / piece.utf8.count
                let longest = String(repeating: piece, count: count)
                if let excess = reader.excess(of: reader.granting(longest, item), over: once) {
                    return LawBreach(.repeats, case: item.name, "\(count) times it \(excess), which it does not once")
                }
            }
            let beyond = String(repeating: item.payload, count: effort.refusedBytes / item.payload.utf8.count + 1)
            return reader.records(beyond) == nil
                ? nil
                : LawBreach(.repeats, case: item.name, "\(beyond.utf8.count) bytes of it are not refused")
        }
    }

    /// What a payload grants once, alone or with something behind it that shows at least that it was not cut off.
    func granting(closing item: AdapterCase) -> Granting {
        reader.granting(item.payload, item).union(reader.granting(item.payload + ";", item))
    }
}
