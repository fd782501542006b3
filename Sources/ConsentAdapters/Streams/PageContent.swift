import BoundedJSON
import ConsentTranslation
import Crypto

/// A page that has been read: its items, and the whole of it where it is one JSON value.
struct PageContent {
    /// The page; nil where it is a file of rows.
    let value: Value?
    /// The items, those that cannot be read among them.
    let items: [RawItem]

    /// What can be read of the items.
    var values: [Value] {
        items.compactMap { item in
            guard case .value(let value) = item.payload else { return nil }
            return value
        }
    }

    /// A hash of the items, by which the same page is known again.
    var digest: String {
        var json = JSONWriter()
        for value in values { value.write(into: &json) }
        return String(Fingerprint.hex(Array(SHA256.hash(data: json.bytes))).prefix(32))
    }
}

extension ConsentStream {
    /// How the items stand in a page.
    enum Items: Sendable, Hashable {
        /// The page is one item.
        case whole
        /// The page is a list of items.
        case list
        /// A list somewhere in the page.
        case at(ValuePath)
        /// The page is a file of rows, as the adapter's input describes it.
        case rows(RowsInput)
    }

    /// Reads a page.
    ///
    /// - Throws: ``AdapterError`` `contract` where it is not what the manifest says.
    func content(of body: [UInt8], subject: SubjectID?) throws(AdapterError) -> PageContent {
        if body.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") {
            throw AdapterError(
                .contract,
                "The CMP answered a page for people (HTML) instead of data; check the host and the account."
            )
        }
        if case .rows(let rows) = items { return try Self.rows(rows, in: body, subject) }
        var (page, ranges) = (Value.null, [Range<Int>]())
        do {
            if let filter {
                (page, ranges) = try Value.reading(json: body, limits: TranslationLimits.page, items: filter)
            } else {
                page = try Value(json: body, limits: TranslationLimits.page)
            }
        } catch {
            throw AdapterError(.contract, "The CMP's answer cannot be read. \(error.message)")
        }
        let values = try values(in: page)
        let items = values.indices.map { index in
            let range = ranges.count == values.count ? ranges[index] : 0..<0
            let source = range.isEmpty ? nil : body[range]
            return RawItem(.value(values[index]), subject: subject, source: source)
        }
        return PageContent(value: page, items: items)
    }

    private func values(in page: Value) throws(AdapterError) -> [Value] {
        let found: Value?
        let name: String
        switch items {
        case .whole, .rows:
            return isNothing(page) ? [] : [page]
        case .list: (found, name) = (page, "at its top")
        case .at(let path): (found, name) = (path.first(in: page), path.text)
        }
        guard case .list(let elements)? = found else {
            throw AdapterError(
                .contract,
                "The CMP's answer has no list \(name); the API may have changed, or the host is wrong."
            )
        }
        return elements
    }

    /// Whether the page is the manifest's form of "nothing is known". A part that is missing altogether is not.
    private func isNothing(_ page: Value) -> Bool {
        switch notFoundWhenEmpty?.first(in: page) {
        case .null?, .text("")?: true
        case .list(let elements)?: elements.isEmpty
        case .object(let object)?: object.members.isEmpty
        default: false
        }
    }

    private static func rows(_ rows: RowsInput, in body: [UInt8], _ subject: SubjectID?) throws(AdapterError)
        -> PageContent
    {
        guard let text = String(validating: body, as: UTF8.self) else {
            throw AdapterError(.contract, "The CMP's answer is not UTF-8 text.")
        }
        do {
            return PageContent(value: nil, items: try rows.items(ofPage: text, subject: subject))
        } catch {
            throw AdapterError(.contract, "The CMP's answer cannot be read. \(error.message)")
        }
    }
}
