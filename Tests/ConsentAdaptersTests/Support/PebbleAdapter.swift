import ConsentAdapters
import ConsentTranslation

/// A hand-written adapter of a made-up CMP: `pebble1|2026-03-02T09:15:04Z|stats+ads-|` says that stats is granted and
/// ads denied. The last bar closes the payload, so that one that was cut off cannot be taken for a whole one.
struct PebbleAdapter: ConsentAdapter {
    let descriptor = AdapterDescriptor(
        id: "pebble",
        version: "1.0.0",
        vendor: "Pebble",
        title: "Pebble text",
        status: .experimental,
        capabilities: [.payload]
    )

    var mapping: AdapterMapping {
        AdapterMapping(owners: descriptor.owners, purposes: ["stats": [.analytics], "ads": [.advertising]])
    }

    func decode(_ item: RawItem) throws(TranslationError) -> [ConsentRecord] {
        guard case .text(let text) = item.payload, text.hasPrefix("pebble1|") else {
            throw TranslationError(.noInput, "This is no Pebble text.")
        }
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[3].isEmpty else {
            throw TranslationError(.malformed, "A Pebble text has three parts and ends with a bar.")
        }
        guard let time = Instant(iso8601: String(parts[1])) else {
            throw TranslationError(.invalidTime, "The second part of a Pebble text is a time.")
        }
        var record = ConsentRecord(adapter: descriptor.id)
        record.decidedAt = time
        record.explicitness = .explicit
        record.decisions = try decisions(parts[2])
        return [record]
    }

    private func decisions(_ text: Substring) throws(TranslationError) -> [Decision] {
        var decisions: [Decision] = []
        var key = ""
        for character in text {
            switch character {
            case "+": decisions.append(Decision(kind: .category, key: key, state: .granted))
            case "-": decisions.append(Decision(kind: .category, key: key, state: .denied))
            default:
                key.append(character)
                continue
            }
            key = ""
        }
        guard key.isEmpty else {
            throw TranslationError(.unknownState, "A key of a Pebble text has no sign behind it.")
        }
        return decisions
    }
}
