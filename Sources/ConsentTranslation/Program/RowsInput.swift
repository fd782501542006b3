/// A file with one person's consent in each row.
public struct RowsInput: Sendable, Hashable {
    /// How rows are written.
    public enum Format: Sendable, Hashable {
        /// Fields divided by one ASCII character, their names in the first row (RFC 4180).
        case separated(Character)
        /// One JSON object a line.
        case jsonLines
        /// One JSON list of objects.
        case jsonList
    }

    /// How rows are written.
    public let format: Format
    /// The file is the adapter's only if a row has all of these.
    public let required: [String]
    /// Steps for single fields.
    public let fields: [String: [DecodeStep]]

    /// Creates the rule for a file.
    public init(format: Format, required: [String], fields: [String: [DecodeStep]]) {
        self.format = format
        self.required = required
        self.fields = fields
    }
}

extension RowsInput {
    /// The rows of a file that was pulled, each as a payload of its own, so that one that cannot be read stands in
    /// nobody's way: a transfer tells by itself whether the file came whole.
    ///
    /// - Throws: ``TranslationError`` where the text is no such file, or lacks a required column. A file without rows
    ///   has no items.
    public func items(ofPage text: String, subject: SubjectID? = nil) throws(TranslationError) -> [RawItem] {
        switch format {
        case .separated(let separator):
            let rows = try CSVRows.rows(text, separator: separator, path: "")
            guard let header = rows.first else { return [] }
            if let missing = required.first(where: { !header.contains($0) }) {
                throw TranslationError(.malformed, "The file has no column \(missing).")
            }
            return rows.dropFirst().map { RawItem(.value(Self.object(header, $0)), subject: subject) }
        case .jsonLines:
            let lines = Self.lines(text).filter { !TextEncodings.trimmed($0).isEmpty }
            return lines.map { line in
                let value = try? Value(json: Array(line.utf8))
                return value.map { RawItem(.value($0), subject: subject) }
                    ?? RawItem(text: String(line), subject: subject)
            }
        case .jsonList:
            guard case .list(let elements) = try Value(json: Array(text.utf8), limits: TranslationLimits.page) else {
                throw TranslationError(.malformed, "The file is no list.")
            }
            return elements.map { RawItem(.value($0), subject: subject) }
        }
    }

    /// A row that was pulled and comes by itself.
    private func pulledRow(_ item: RawItem) -> Value? {
        guard case .value(let value) = item.payload, case .json = item.form, hasRequired(value) else { return nil }
        return value
    }

    /// How well a payload fits, from 0 to 100, by its first row.
    func score(of item: RawItem) -> Int {
        if pulledRow(item) != nil { return 85 }
        switch (format, item.form) {
        case (.jsonList, .list(.list(let elements))):
            return elements.first.map(hasRequired) == true ? 85 : 0
        case (.jsonLines, .bare):
            guard let text = item.text, let first = Self.lines(text).first, first.utf8.first == UInt8(ascii: "{") else {
                return 0
            }
            return (try? Value(json: Array(first.utf8))).map(hasRequired) == true ? 85 : 0
        case (.separated(let separator), .bare), (.separated(let separator), .cookies):
            guard let text = item.text, let first = Self.lines(text).first,
                let header = try? CSVRows.rows(String(first), separator: separator, path: "row 1").first
            else { return 0 }
            return required.allSatisfy(header.contains) ? 95 : 0
        default:
            return 0
        }
    }

    /// The rows, each as one object of decoded values; nil where the payload is another.
    ///
    /// - Throws: where a row cannot be read: half a file is no file.
    func values(of item: RawItem) throws(TranslationError) -> [Value]? {
        guard score(of: item) > 0 else { return nil }
        var values: [Value] = []
        for (number, row) in try rows(of: item).enumerated() {
            values.append(try Self.decoded(row, by: fields, path: "row \(number + 1)."))
        }
        return values
    }

    func rows(of item: RawItem) throws(TranslationError) -> [Value] {
        if let row = pulledRow(item) { return [row] }
        switch (format, item.form) {
        case (.jsonList, .list(.list(let elements))):
            return elements
        case (.jsonLines, _):
            var rows: [Value] = []
            for line in Self.lines(item.text ?? "") where !TextEncodings.trimmed(line).isEmpty {
                rows.append(try Value(json: Array(line.utf8)))
            }
            return rows
        case (.separated(let separator), _):
            let rows = try CSVRows.rows(item.text ?? "", separator: separator, path: "")
            guard let header = rows.first else { return [] }
            return rows.dropFirst().map { Self.object(header, $0) }
        default:
            return []
        }
    }

    private static func object(_ header: [String], _ row: [String]) -> Value {
        var object = ObjectValue()
        for (name, field) in zip(header, row) { _ = object.append(name, .text(field)) }
        return .object(object)
    }

    /// An object whose members were decoded, each by its steps; an empty text and null stay what they are.
    static func decoded(
        _ row: Value,
        by fields: [String: [DecodeStep]],
        path: String
    ) throws(TranslationError) -> Value {
        guard case .object(var object) = row else {
            throw TranslationError(.malformed, "A row is no object.", path: path)
        }
        try object.changeValues { member throws(TranslationError) in
            guard !member.value.isNull, let steps = steps(of: member.name, in: fields), member.value != .text("") else {
                return nil
            }
            return try DecodeStep.run(steps, on: member.value, path: path + member.name)
        }
        return .object(object)
    }

    /// The steps of a field. Looking through a few is faster than hashing each name.
    private static func steps(of name: String, in fields: [String: [DecodeStep]]) -> [DecodeStep]? {
        guard fields.count <= 4 else { return fields[name] }
        for (field, steps) in fields where field == name { return steps }
        return nil
    }

    private func hasRequired(_ value: Value) -> Bool {
        required.allSatisfy(value.has)
    }

    private static func lines(_ text: String) -> [Substring] {
        TextEncodings.split(text, at: UInt8(ascii: "\n")).map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
    }
}
