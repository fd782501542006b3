import ConsentAdapters
import ConsentTranslation

/// A payload out of a file.
struct FileItem {
    /// What it is.
    enum Content {
        /// Something that an adapter can be asked to read.
        case payload(RawItem)
        /// Something that is not even a row.
        case damaged([UInt8], TranslationError)
    }

    let content: Content
    /// The row it stands in.
    let row: Int

    static func damaged(_ bytes: some Collection<UInt8>, row: Int) -> FileItem {
        FileItem(
            content: .damaged(Array(bytes), TranslationError(.malformed, "The row is no UTF-8 text.")),
            row: row
        )
    }
}

/// Makes payloads of the rows of a file.
struct FileItems {
    /// How the file is read.
    enum Form {
        /// A line is a payload.
        case lines
        /// Rows as an adapter's input describes them; for CSV below this header.
        case rows(RowsInput, header: String)
    }

    let form: Form

    /// The payloads of some rows. A row that cannot be read is one too, and stands in no other's way.
    func items(of chunk: FileReader.Chunk) -> [FileItem] {
        guard case .rows(let input, let header) = form else {
            return single(chunk) { text throws(TranslationError) in RawItem(text: text) }
        }
        // All together, which is faster, and one by one where one of them is damaged.
        if let text = String(validating: chunk.rows.joined(), as: UTF8.self),
            let items = try? input.items(ofPage: header + text), items.count == chunk.rows.count
        {
            return items.enumerated().map { FileItem(content: .payload($1), row: chunk.first + $0) }
        }
        return single(chunk) { text throws(TranslationError) in try input.items(ofPage: header + text).first }
    }

    /// The payloads of some rows, one by one.
    private func single(
        _ chunk: FileReader.Chunk,
        _ payload: (String) throws(TranslationError) -> RawItem?
    ) -> [FileItem] {
        var items: [FileItem] = []
        for (row, bytes) in zip(chunk.first..., chunk.rows) {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                items.append(.damaged(bytes, row: row))
                continue
            }
            if Self.isBlank(text) { continue }
            do throws(TranslationError) {
                guard let item = try payload(Self.withoutLineEnd(text)) else { continue }
                items.append(FileItem(content: .payload(item), row: row))
            } catch {
                items.append(FileItem(content: .damaged(Array(bytes), error), row: row))
            }
        }
        return items
    }

    private static func isBlank(_ text: String) -> Bool {
        text.utf8.allSatisfy { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
    }

    private static func withoutLineEnd(_ text: String) -> String {
        var bytes = text.utf8[...]
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        return String(bytes) ?? text
    }
}

extension RowsInput {
    /// What divides the fields of a CSV file; nil for other forms.
    var separator: UInt8? {
        if case .separated(let separator) = format { separator.asciiValue } else { nil }
    }

    /// Whether a file that begins so has rows of this input.
    func fits(fileBeginning text: String) -> Bool {
        let first = text.prefix { !$0.isNewline }
        switch format {
        case .separated: return (try? items(ofPage: String(first) + "\n")) != nil
        case .jsonLines:
            guard case .object? = try? Value(json: Array(first.utf8)) else { return false }
            return true
        case .jsonList: return text.first { !$0.isWhitespace } == "["
        }
    }
}
