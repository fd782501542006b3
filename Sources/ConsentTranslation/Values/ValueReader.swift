import BoundedJSON

/// Builds values out of the tokens of a JSON text.
///
/// What objects and lists hold is collected on two stacks and moved into an array of its size when they close: most are small,
/// and an array that grows would ask for memory several times.
struct ValueReader {
    private var reader: JSONReader
    private let items: ItemFilter?
    private var members: [ObjectValue.Member] = []
    private var elements: [Value] = []
    /// Where the items stand in the text, if there is a filter.
    private(set) var itemRanges: [Range<Int>] = []

    init(_ reader: JSONReader, items: ItemFilter? = nil) {
        self.reader = reader
        self.items = items
    }

    /// What of a value is wanted.
    private enum Region {
        /// All of it.
        case whole
        /// It leads to the items by these names.
        case toward(ArraySlice<String>)
        /// It is the list of items.
        case list
        /// It is an item.
        case item

        /// What leads to the items by these names, of which the rest is left.
        init(toward names: ArraySlice<String>) {
            self = names.isEmpty ? .list : .toward(names)
        }
    }

    /// Reads the one value of the text.
    mutating func readDocument() throws -> Value {
        let token = try reader.next()
        let region: Region =
            switch items?.place {
            case nil: .whole
            case .whole?: .item
            case .list(let names)?: Region(toward: names[...])
            }
        let value = try read(token, region)
        _ = try reader.next()
        return value
    }

    /// Recursion is bounded by the reader's depth limit.
    private mutating func read(_ token: JSONToken, _ region: Region) throws -> Value {
        switch token {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .number(let number): return .number(reader.text(of: number))
        case .string(let text): return .text(reader.text(of: text))
        case .beginArray: return try readList(region)
        case .beginObject: return try readObject(region)
        case .endArray, .endObject, .key, .end:
            throw TranslationError(.malformed, "This is not valid JSON: a value is missing.")
        }
    }

    private mutating func readList(_ region: Region) throws -> Value {
        let start = elements.count
        var within = Region.whole
        if case .list = region { within = .item }
        while true {
            let token = try reader.next()
            if case .endArray = token { break }
            let place = reader.position
            let element = try read(token, within)
            elements.append(element)
            // An element that is no object has been read whole, and its text begins before the token's end.
            if case .item = within, token != .beginObject { itemRanges.append(place..<place) }
        }
        defer { elements.removeSubrange(start...) }
        return .list(Array(elements[start...]))
    }

    private mutating func readObject(_ region: Region) throws -> Value {
        if case .item = region { return try readItem() }
        let start = members.count
        while let key = try reader.nextKey() {
            let value = try read(try reader.next(), self.region(of: key, in: region))
            members.append(ObjectValue.Member(name: reader.text(of: key), value: value))
        }
        defer { members.removeSubrange(start...) }
        return try Self.object(of: Array(members[start...]))
    }

    /// Reads the members of an item that anybody looks at.
    private mutating func readItem() throws -> Value {
        let opening = reader.position - 1
        var members: [ObjectValue.Member] = []
        members.reserveCapacity(items?.count ?? 0)
        while let key = try reader.nextKey() {
            if let name = items?.name(of: key, in: reader) {
                members.append(ObjectValue.Member(name: name, value: try read(try reader.next(), .whole)))
            } else {
                try reader.skipValue()
            }
        }
        itemRanges.append(opening..<reader.position)
        return try Self.object(of: members)
    }

    private static func object(of members: [ObjectValue.Member]) throws -> Value {
        guard let object = ObjectValue(members: members) else {
            throw TranslationError(.conflict, "A JSON object has the same name twice.")
        }
        return .object(object)
    }

    /// What is wanted of a member of an object that is no item.
    private func region(of key: JSONText, in region: Region) -> Region {
        guard case .toward(let names) = region, let first = names.first, reader.isEqual(key, to: first) else {
            return .whole
        }
        return Region(toward: names.dropFirst())
    }
}
