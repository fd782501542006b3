import BoundedJSON

/// Reads all tokens of a text.
func tokens(_ text: [UInt8], limits: JSONLimits = .standard) throws(JSONError) -> [JSONToken] {
    var reader = JSONReader(text, limits: limits)
    var tokens: [JSONToken] = []
    while true {
        let token = try reader.next()
        if token == .end { return tokens }
        tokens.append(token)
    }
}

/// Reads all tokens of a text.
func tokens(_ text: String, limits: JSONLimits = .standard) throws(JSONError) -> [JSONToken] {
    try tokens(Array(text.utf8), limits: limits)
}

/// The code with which a text is refused, or nothing if it is accepted.
func refusal(_ text: [UInt8], limits: JSONLimits = .standard) -> JSONError.Code? {
    do throws(JSONError) {
        _ = try tokens(text, limits: limits)
        return nil
    } catch {
        return error.code
    }
}

/// The code with which a text is refused, or nothing if it is accepted.
func refusal(_ text: String, limits: JSONLimits = .standard) -> JSONError.Code? {
    refusal(Array(text.utf8), limits: limits)
}
