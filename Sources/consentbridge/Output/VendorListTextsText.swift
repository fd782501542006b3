import BoundedJSON
import ConsentStrings
import ConsentTranslation

/// The texts of a vendor list or of a translation, for people and as JSON lines.
struct VendorListTextsText {
    private let texts: VendorListTexts

    init(_ texts: VendorListTexts) { self.texts = texts }

    private var items: [(kind: String, items: [Int: VendorListTexts.Item])] {
        [
            ("purpose", texts.purposes), ("special_purpose", texts.specialPurposes), ("feature", texts.features),
            ("special_feature", texts.specialFeatures), ("data_category", texts.dataCategories),
        ]
    }

    /// The table for people: names alone, and what a stack is made of.
    func text() -> String {
        var table = Table([("KIND", .left), ("ID", .right), ("OF", .left), ("NAME", .left)])
        for (kind, items) in items {
            for (id, item) in items.sorted(by: { $0.key < $1.key }) {
                table.add([kind.split(separator: "_").joined(separator: " "), String(id), "", printable(item.name)])
            }
        }
        for (id, stack) in texts.stacks.sorted(by: { $0.key < $1.key }) {
            let parts = stack.purposes.map(String.init) + stack.specialFeatures.map { "SF\($0)" }
            table.add(["stack", String(id), parts.joined(separator: ","), printable(stack.name)])
        }
        return table.text
    }

    /// A line for each text, with its descriptions.
    func json() -> [UInt8] {
        var json = JSONWriter()
        for (kind, items) in items {
            for (id, item) in items.sorted(by: { $0.key < $1.key }) { json.line(kind, id, item) }
        }
        for (id, stack) in texts.stacks.sorted(by: { $0.key < $1.key }) { json.line(id, stack) }
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func line(_ kind: String, _ id: Int, _ item: VendorListTexts.Item) {
        begin(kind, id, item.name, item.description)
        if let legal = item.descriptionLegal { member("descriptionLegal", legal) }
        if !item.illustrations.isEmpty {
            key("illustrations")
            beginArray()
            for illustration in item.illustrations { string(illustration) }
            endArray()
        }
        endObject()
        newline()
    }

    fileprivate mutating func line(_ id: Int, _ stack: VendorListTexts.Stack) {
        begin("stack", id, stack.name, stack.description)
        for (name, ids) in [("purposes", stack.purposes), ("specialFeatures", stack.specialFeatures)] {
            key(name)
            beginArray()
            for id in ids { integer(id) }
            endArray()
        }
        endObject()
        newline()
    }

    private mutating func begin(_ kind: String, _ id: Int, _ name: String, _ description: String) {
        beginObject()
        member("kind", kind)
        key("id")
        integer(id)
        member("name", name)
        member("description", description)
    }
}
