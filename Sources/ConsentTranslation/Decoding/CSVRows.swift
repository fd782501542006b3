import BoundedJSON

/// Rows of comma-separated values (RFC 4180), with any ASCII separator.
enum CSVRows {
    /// The rows in their order, the header first.
    ///
    /// Lines end in LF or CRLF, the last one's end is optional, and a byte order mark is dropped. An empty text has no
    /// rows. Rows are numbered from 1, as spreadsheets number them; a row may reach over several lines.
    ///
    /// - Throws: ``TranslationError`` `malformed` where a quote is not closed or stands inside a field without quotes,
    ///   or a row has another number of fields than the first, either of which a file that was cut off has; `tooLarge`
    ///   beyond ``TranslationLimits/maxRows``, ``TranslationLimits/maxFields`` or the bytes and values of
    ///   ``TranslationLimits/page``.
    static func rows(_ text: String, separator: Character, path: String) throws(TranslationError) -> [[String]] {
        guard let separator = separator.asciiValue, !"\"\r\n".utf8.contains(separator) else {
            throw TranslationError(
                .malformed,
                "The separator of CSV must be one ASCII character, and no quote or line end.",
                path: path
            )
        }
        var reader = RowReader(bytes: Array(text.utf8), separator: separator, path: path)
        return try reader.rows()
    }
}

private struct RowReader {
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    let bytes: [UInt8]
    let separator: UInt8
    let path: String
    private var position = 0
    /// The number of the row being read.
    private var row = 0

    init(bytes: [UInt8], separator: UInt8, path: String) {
        self.bytes = bytes
        self.separator = separator
        self.path = path
    }

    mutating func rows() throws(TranslationError) -> [[String]] {
        guard bytes.count <= TranslationLimits.page.maxBytes else {
            throw tooLarge("The text has more than \(TranslationLimits.page.maxBytes) bytes.")
        }
        if bytes.starts(with: "\u{FEFF}".utf8) { position = 3 }
        var rows: [[String]] = []
        var fieldCount = 0
        while position < bytes.count {
            row += 1
            guard row <= TranslationLimits.maxRows else {
                throw tooLarge("There are more than \(TranslationLimits.maxRows) rows.")
            }
            let fields = try readRow()
            if let header = rows.first, header.count != fields.count {
                throw malformed("has \(fields.count) of \(header.count) fields; the file is cut off or damaged")
            }
            fieldCount += fields.count
            guard fieldCount <= TranslationLimits.page.maxValues else {
                throw tooLarge("There are more than \(TranslationLimits.page.maxValues) fields.")
            }
            rows.append(fields)
        }
        return rows
    }

    private mutating func readRow() throws(TranslationError) -> [String] {
        var fields: [String] = []
        repeat {
            guard fields.count < TranslationLimits.maxFields else {
                throw tooLarge("Row \(row) has more than \(TranslationLimits.maxFields) fields.")
            }
            fields.append(peek == Self.quote ? try readQuoted() : readPlain())
        } while take(separator)
        if position < bytes.count, !take(Self.lineFeed) {
            guard take(Self.carriageReturn), take(Self.lineFeed) else {
                throw malformed("has a quote or carriage return where none may be; check the separator")
            }
        }
        return fields
    }

    private mutating func readPlain() -> String {
        let start = position
        while let byte = peek, byte != separator, byte != Self.quote, byte != Self.lineFeed,
            byte != Self.carriageReturn
        {
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Two quotes stand for one; the other ends the field.
    private mutating func readQuoted() throws(TranslationError) -> String {
        position += 1
        var field: [UInt8] = []
        while let byte = peek {
            position += 1
            if byte == Self.quote, !take(Self.quote) { return String(decoding: field, as: UTF8.self) }
            field.append(byte)
        }
        throw malformed("has a quote that is not closed; the file is cut off or damaged")
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private func malformed(_ what: String) -> TranslationError {
        TranslationError(.malformed, "Row \(row) \(what).", path: path)
    }

    private func tooLarge(_ message: String) -> TranslationError {
        TranslationError(.tooLarge, message, path: path)
    }
}
