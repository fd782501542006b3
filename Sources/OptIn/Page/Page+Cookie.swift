import BoundedJSON

extension Page {
    /// The cookie's content as the library reads it: what is not JSON is an empty object, other JSON is what it is.
    ///
    /// - Throws: a `URIError` for an escape that cannot be undone.
    func storedContent() throws(PageError) -> PageValue {
        let text = world.jar.text(for: settings.site, at: world.now)
        guard let value = OptInCookie.percentDecoded(Self.value(of: OptInCookie.name, in: text)) else {
            throw .engine(.uriError)
        }
        return PageValue(json: value) ?? .object(PageObject())
    }

    /// Finds a cookie in `document.cookie` as the library does, for which a space ends a cookie, too.
    private static func value(of name: String, in cookies: String) -> String {
        let parts = cookies.split(omittingEmptySubsequences: false) { $0 == " " || $0 == ";" }
        let prefix = name + "="
        return parts.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) } ?? ""
    }

    /// Merges an object into the cookie as it is now, and writes it.
    mutating func store(_ content: PageObject) throws(PageError) {
        var stored = try storedContent()
        try stored.assign(content)
        world.count(4 * stored.count)
        guard let lifetime = options.lifetime else { throw .engine(.typeError) }
        let assignment = CookieAssignment(
            value: OptInCookie.percentEncoded(Array((stored.json ?? "undefined").utf8)),
            lifetime: lifetime,
            domain: options.domain,
            sameSite: options.sameSite.isTruthy ? options.sameSite.text : "",
            isSecure: options.isSecure,
            at: world.now
        )
        guard let assignment else { return }
        var end: Int64?
        if case .time(let time) = assignment.end { end = CookieDate.wholeSeconds(of: time) }
        let refusal = world.jar.assign(assignment.text, end: end, from: settings.site, at: world.now)
        world.record.writes.append(
            PageRecord.Write(text: assignment.text(relativeTo: world.now), refusal: refusal)
        )
    }

    /// `memoizeContent`: merges an object into the cookie, whether storage is enabled or not.
    mutating func memoize(_ content: PageValue) throws(PageError) {
        guard content.isObject else { return }
        try store(content.ownProperties)
    }

    /// `getMemoizedContent`.
    func memoizedContent(_ key: String) throws(PageError) -> PageValue {
        let stored = try storedContent()
        return stored.isTruthy ? try stored.member(key) : .undefined
    }
}

extension PageValue {
    /// `Object.assign(value, properties)`, of which only JSON is looked at afterwards.
    ///
    /// Numbers and booleans stay what they are, so do lists but for their elements, and text cannot change.
    fileprivate mutating func assign(_ properties: PageObject) throws(PageError) {
        switch self {
        case .undefined, .null: throw .engine(.typeError)
        case .object(var object):
            object.merge(properties)
            self = .object(object)
        case .array(var elements):
            for name in properties.keys {
                guard let index = name.arrayIndex, index < OptInLimits.embedded.maxMembers else { continue }
                while elements.count <= index { elements.append(.undefined) }
                elements[index] = properties[name] ?? .undefined
            }
            self = .array(elements)
        case .string(let text):
            let length = text.utf16.count
            for name in properties.keys where name == "length" || name.arrayIndex.map({ $0 < length }) == true {
                throw .engine(.typeError)
            }
        case .bool, .number, .function, .service, .error: break
        }
    }
}
