import ConsentAdapters
import ConsentTranslation

/// A whole adapter as a Swift type: `tile1 stats+ads- .` says that stats is granted and ads denied. The dot ends the
/// text, so that one that was cut off is not taken for a whole one.
struct TileAdapter: ConsentAdapter {
    let descriptor = AdapterDescriptor(
        id: "tile",
        version: "1.0.0",
        vendor: "Tile",
        title: "Tile text",
        status: .experimental,
        capabilities: [.payload]
    )

    var mapping: AdapterMapping {
        AdapterMapping(owners: descriptor.owners, purposes: ["stats": [.analytics], "ads": [.advertising]])
    }

    func detect(_ item: RawItem) -> Detection? {
        guard case .text(let text) = item.payload, text.hasPrefix("tile1 ") else { return nil }
        return Detection(score: 90, reason: "it begins with tile1")
    }

    func decode(_ item: RawItem) throws(TranslationError) -> [ConsentRecord] {
        guard case .text(let text) = item.payload, text.hasPrefix("tile1 ") else {
            throw TranslationError(.noInput, "This is no Tile text.")
        }
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2] == "." else {
            throw TranslationError(.malformed, "A Tile text has three parts, the last one a dot.")
        }
        var record = ConsentRecord(adapter: descriptor.id)
        record.explicitness = .explicit
        var key = ""
        for character in parts[1] {
            switch character {
            case "+": record.decisions.append(Decision(kind: .category, key: key, state: .granted))
            case "-": record.decisions.append(Decision(kind: .category, key: key, state: .denied))
            default:
                key.append(character)
                continue
            }
            key = ""
        }
        guard key.isEmpty, Set(record.decisions.map(\.key)).count == record.decisions.count else {
            throw TranslationError(.conflict, "A key of a Tile text has no sign behind it, or stands twice.")
        }
        return [record]
    }
}
