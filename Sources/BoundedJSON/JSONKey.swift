/// The name of a member, made ready to be written: escaped and quoted once, copied every time.
public struct JSONKey: Sendable, Hashable {
    /// The comma in front, the quoted name and the colon behind it.
    let text: [UInt8]

    /// Prepares a name.
    public init(_ name: String) {
        var writer = JSONWriter(capacity: name.utf8.count + 4)
        writer.null()
        writer.key(name)
        text = Array(writer.bytes.dropFirst(4))
    }
}

extension JSONWriter {
    /// Writes the name of a member; its value must follow.
    public mutating func key(_ key: JSONKey) {
        append(prepared: key.text)
    }
}
