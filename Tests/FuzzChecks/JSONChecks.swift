import BoundedJSON
import ConsentStrings

/// What must hold for every text that may be JSON.
struct JSONChecks {
    private let input: [UInt8]

    init(_ input: [UInt8]) { self.input = input }

    func run() throws(Complaint) {
        let tokens = try? Self.tokens(input)
        var skipper = JSONReader(input)
        let isSkipped = (try? skipper.skipValue()) != nil && (try? skipper.next()) == .end
        try hold(isSkipped == (tokens != nil), "skipped differently from read")
        try checkForm()
        try checkLists(isJSON: tokens != nil)
        guard let tokens else { return }
        let written = Self.written(tokens, of: input)
        guard let again = try? Self.tokens(written) else { throw Complaint("what was written is refused") }
        try hold(Self.written(again, of: written) == written, "written twice, differently")
        try hold(
            again.count == tokens.count && Self.text(again, of: written) == Self.text(tokens, of: input),
            "written with other values"
        )
    }

    private static func tokens(_ text: [UInt8]) throws(JSONError) -> [JSONToken] {
        var reader = JSONReader(text)
        var tokens: [JSONToken] = []
        while true {
            let token = try reader.next()
            tokens.append(token)
            if token == .end { return tokens }
        }
    }

    /// The same values as the writer writes them.
    private static func written(_ tokens: [JSONToken], of text: [UInt8]) -> [UInt8] {
        let reader = JSONReader(text)
        var writer = JSONWriter()
        for token in tokens {
            switch token {
            case .beginObject: writer.beginObject()
            case .endObject: writer.endObject()
            case .beginArray: writer.beginArray()
            case .endArray: writer.endArray()
            case .key(let key): writer.key(reader.text(of: key))
            case .string(let value): writer.string(reader.text(of: value))
            case .number(let number):
                if let integer = reader.integer(of: number), integer != 0 {
                    writer.integer(integer)
                } else {
                    writer.raw(reader.text(of: number))
                }
            case .bool(let value): writer.bool(value)
            case .null: writer.null()
            case .end: break
            }
        }
        return writer.bytes
    }

    /// The values of the tokens.
    private static func text(_ tokens: [JSONToken], of text: [UInt8]) -> [String] {
        let reader = JSONReader(text)
        return tokens.map { token in
            switch token {
            case .key(let key): "key " + reader.text(of: key)
            case .string(let value): "string " + reader.text(of: value)
            case .number(let number): "number " + reader.text(of: number)
            case .bool(let value): value ? "true" : "false"
            case .beginObject: "{"
            case .endObject: "}"
            case .beginArray: "["
            case .endArray: "]"
            case .null: "null"
            case .end: ""
            }
        }
    }

    /// A decoded form that can be encoded is a string of that value.
    private func checkForm() throws(Complaint) {
        guard let value = try? ConsentString(decodedForm: input) else { return }
        guard let text = try? value.encoded(enforcingRules: false) else { return }
        let again: Decoded<ConsentString>
        do throws(ConsentStringError) {
            again = try ConsentString.decode(text, as: value.kind)
        } catch {
            throw Complaint("a decoded form becomes a string that is refused: \(error.message)")
        }
        guard case .gpp(let read) = again.value, case .gpp(let written) = value else {
            return try hold(again.value == value, "a decoded form becomes a string of another value")
        }
        try hold(
            read.sections.map(\.content) == written.sections.map(\.content),
            "a decoded form becomes a string of other sections"
        )
    }

    private func checkLists(isJSON: Bool) throws(Complaint) {
        let vendors = try? GlobalVendorList(json: input)
        let cmps = try? CMPList(json: input)
        try hold(isJSON || vendors == nil && cmps == nil, "a list that is no JSON")
        if let vendors { try hold(vendors.version > 0 && (2...3).contains(vendors.specificationVersion), "no version") }
    }
}
