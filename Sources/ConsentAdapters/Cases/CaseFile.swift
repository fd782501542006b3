/// The text of a case's file, in which only what must come of the payload is written anew.
package struct CaseFile {
    private let text: String
    private let file: String

    /// Takes the file's text.
    package init(_ text: String, file: String) {
        self.text = text
        self.file = file
    }

    /// The text with another `expect`; everything else, comments too, stays as it is.
    ///
    /// - Throws: ``DiagnosticsError`` where the file is no case, or is written in a way in which the section cannot be
    ///   replaced by itself.
    package func replacing(_ expectation: CaseExpectation) throws(DiagnosticsError) -> String {
        let root = try YAMLNode.document(text, file: file)
        guard case .mapping(let entries) = root.content, entries.allSatisfy({ $0.keyPosition.column == 1 }) else {
            throw DiagnosticsError(
                unreadable: file,
                "expect can be written only into a case whose keys each begin a line; write it in that way."
            )
        }
        // By bytes: to Swift the two characters of a Windows line end are one.
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        if lines.last == "" { lines.removeLast() }
        let isCarriageReturned = lines.first?.hasSuffix("\r") == true
        var section = expectation.text.split(separator: "\n").map(String.init)
        if isCarriageReturned { section = section.map { $0 + "\r" } }
        let range = Self.range(of: "expect", among: entries, in: lines)
        lines.replaceSubrange(range, with: section)
        let changed = lines.joined(separator: "\n") + "\n"
        let read = try AdapterCase(changed, name: AdapterCase.name(of: file), file: file)
        guard read.expectation == expectation else {
            throw DiagnosticsError(unreadable: file, "expect could not be written; write it by hand.")
        }
        return changed
    }

    /// The lines of a section without the comments and empty lines before the next one; the end where it is missing.
    private static func range(of key: String, among entries: [YAMLNode.Entry], in lines: [String]) -> Range<Int> {
        guard let index = entries.firstIndex(where: { $0.key == key }) else { return lines.count..<lines.count }
        let start = entries[index].keyPosition.line - 1
        var end = index + 1 < entries.count ? entries[index + 1].keyPosition.line - 1 : lines.count
        while end > start + 1, isRemark(lines[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Whether a line belongs to what follows it: a comment from the first column on, or an empty line.
    private static func isRemark(_ line: String) -> Bool {
        line.hasPrefix("#") || line.allSatisfy(\.isWhitespace)
    }
}
