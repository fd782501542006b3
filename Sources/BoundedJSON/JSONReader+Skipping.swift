extension JSONReader {
    /// Skips one whole value, checked as strictly as if it had been read; allocates nothing.
    ///
    /// Call it where a value may start: behind a ``JSONToken/key(_:)``, or at the start of the text. Inside an array
    /// take the element's token first and, if it opened a container, use ``skipRest(of:)``.
    public mutating func skipValue() throws(JSONError) {
        try skipRest(of: try next())
    }

    /// Skips what follows `token` up to the end of its value; nothing for a scalar or an end.
    public mutating func skipRest(of token: JSONToken) throws(JSONError) {
        guard token == .beginObject || token == .beginArray else { return }
        let outer = depth - 1
        while depth > outer { _ = try next() }
    }
}
