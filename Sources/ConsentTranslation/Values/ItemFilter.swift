package import BoundedJSON

/// Where the items of a page stand, and which of their members anybody reads.
///
/// What nobody reads of an item is checked to be JSON and passed over: of many payloads that is the greater part.
package struct ItemFilter: Sendable, Hashable {
    /// Where the items stand.
    package enum Place: Sendable, Hashable {
        /// The page is one item.
        case whole
        /// They are the elements of the list to which these names lead; of the page itself where there are none.
        case list([String])
    }

    let place: Place
    private let names: [Name]
    /// The names' UTF-8 behind each other, to be compared with the page.
    private let utf8: [UInt8]

    private struct Name: Sendable, Hashable {
        let text: String
        /// Where it stands among the bytes of all.
        let range: Range<Int>
    }

    /// A filter.
    ///
    /// - Parameter names: the members that are read.
    package init(place: Place, names: Set<String>) {
        self.place = place
        var utf8: [UInt8] = []
        self.names = names.sorted().map { name in
            let start = utf8.count
            utf8 += Array(name.utf8)
            return Name(text: name, range: start..<utf8.count)
        }
        self.utf8 = utf8
    }

    /// How many members are read at most.
    var count: Int { names.count }

    /// The name that a key is; nil for one that nobody reads.
    func name(of key: JSONText, in reader: borrowing JSONReader) -> String? {
        let utf8 = utf8.span
        for index in names.indices {
            let range = names[index].range
            guard key.range.count == range.count || key.hasEscapes else { continue }
            if reader.isEqual(key, toUTF8: utf8.extracting(range)) { return names[index].text }
        }
        return nil
    }
}

extension Value {
    /// Reads a JSON text whose items are wanted in part.
    ///
    /// - Returns: the value, and for each item where its whole text stands; an empty range for an item that is no object.
    /// - Throws: as ``init(json:limits:)``; a name that stands twice is noticed only where it is read.
    package static func reading(
        json bytes: [UInt8],
        limits: JSONLimits,
        items: ItemFilter
    ) throws(TranslationError) -> (value: Value, items: [Range<Int>]) {
        var reader = ValueReader(JSONReader(bytes, limits: limits), items: items)
        let value = try reading(&reader)
        return (value, reader.itemRanges)
    }

    static func reading(_ reader: inout ValueReader) throws(TranslationError) -> Value {
        do {
            return try reader.readDocument()
        } catch let error as JSONError {
            throw TranslationError(.malformed, "This is not valid JSON: \(error)")
        } catch let error as TranslationError {
            throw error
        } catch {
            throw TranslationError(.malformed, "This is not valid JSON.")
        }
    }
}
