import BoundedJSON

/// What the cookie `adobeujs-optin` holds: the visitor's choice, and whatever else was put there.
///
/// Keys keep their order, and keys that nobody here knows stay: the library merges into the cookie as it is.
public struct OptInCookieContent: Sendable, Hashable {
    /// The key of the hash that the TCF plug-in keeps.
    public static let hashKey = "iabConsentHash"
    /// Keys that count as known in a choice though they are no categories: the hash, and Media Analytics of old.
    public static let magicKeys: Set<String> = [hashKey, "videoaa"]

    private(set) var object: PageObject

    /// An empty cookie.
    public init() {
        object = PageObject()
    }

    /// Reads a cookie's value as it stands in the `Cookie` header. Anything that is not an encoded JSON object counts as
    /// empty.
    public init(value: String) {
        self.init()
        if value.utf8.count <= OptInLimits.maxCookieBytes, let json = OptInCookie.percentDecoded(value),
            case .object(let object)? = PageValue(json: json)
        {
            self.object = object
        }
    }

    /// The choice. Only a plain `true` or `false` decides; what the library would take for consent because it is some
    /// other value, such as the text `"false"`, is undecided here.
    public var permissions: Permissions {
        var permissions = Permissions.undecided
        for category in Category.allCases {
            if case .bool(let isApproved)? = object[category.rawValue] {
                permissions[category] = isApproved ? .approved : .denied
            }
        }
        return permissions
    }

    /// Whether the library takes the cookie for a choice and starts complete: there is at least one key, and every key
    /// is a category or one of the ``magicKeys``. Values are not looked at.
    public var isKnownChoice: Bool {
        !object.keys.isEmpty && unknownKeys.isEmpty
    }

    /// Keys because of which the library never takes the cookie for a choice.
    public var unknownKeys: [String] {
        object.keys.filter { Category(rawValue: $0) == nil && !Self.magicKeys.contains($0) }
    }

    /// A text that was remembered under a key.
    public func memo(_ key: String) -> String? {
        guard case .string(let text)? = object[key] else { return nil }
        return text
    }

    /// Remembers a text under a key.
    public mutating func memoize(_ key: String, _ text: String) {
        object[key] = .string(text)
    }

    /// Merges a choice: decided categories replace what is there in its place, new ones are appended in the library's
    /// order, and undecided ones are left as they are.
    public mutating func merge(_ permissions: Permissions) {
        for category in permissions.decided.categories {
            object[category.rawValue] = .bool(permissions.approved.contains(category))
        }
    }

    /// Merges another cookie's content in the same way.
    public mutating func merge(_ other: OptInCookieContent) {
        object.merge(other.object)
    }

    /// The value as it is written: `encodeURIComponent(JSON.stringify(content))`.
    public var text: String {
        var json = JSONWriter()
        PageValue.object(object).write(into: &json)
        return OptInCookie.percentEncoded(json.bytes)
    }
}
