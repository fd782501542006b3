internal import BoundedJSON

/// The permissions that a browser already has in its `adobeujs-optin` cookie, in the order in which they stand there.
public struct ExistingPermissions: Sendable, Hashable {
    /// One key with what is stored for it.
    struct Member: Sendable, Hashable {
        let name: String
        /// The value as compact JSON.
        var json: String

        /// The category that is meant.
        var category: Category? { Category(rawValue: name) }
    }

    /// Keys that the library tolerates though they are no categories.
    static let magicKeys = ["videoaa", "iabConsentHash"]

    /// The members in the order of a JavaScript object.
    private(set) var members: [Member] = []
    private var readingNotes: [ExportNote] = []

    /// Nothing stored.
    public init() {}

    /// Reads the cookie's value, `adobeujs-optin=VALUE`, a `Cookie` or `Set-Cookie` line with it, or the JSON in it.
    ///
    /// Where the cookie is sent twice the first counts, as for the library.
    ///
    /// - Throws: ``OptInExportError`` `unreadableStored` for what is no JSON object. The library takes most of that for
    ///   nothing stored, fails on some, and never gets it right again.
    public init(_ text: String) throws(OptInExportError) {
        guard text.utf8.count <= ExportLimits.maxStoredBytes else {
            throw Self.unreadable("it has more than \(ExportLimits.maxStoredBytes) bytes")
        }
        let found = Self.values(in: text)
        guard let value = found.first else { throw Self.unreadable("the line has no \(OptInCookie.name)") }
        guard let bytes = Self.percentDecoded(value) else {
            throw Self.unreadable("it has a % without two hexadecimal digits, on which the library itself fails")
        }
        do throws(JSONError) {
            members = try Self.members(of: bytes)
        } catch {
            throw Self.unreadable("it is no JSON object (\(error.code.rawValue) at byte \(error.byteOffset))")
        }
        if found.contains(where: { $0 != value }) {
            readingNotes = [
                ExportNote(.storedTwice, "The cookie was sent twice with different values; the first counts.")
            ]
        }
    }

    private static func unreadable(_ reason: String) -> OptInExportError {
        OptInExportError(
            .unreadableStored,
            "The existing cookie cannot be read: \(reason). Pass its value as the browser has it, or leave it away."
        )
    }

    /// What is stored about each category. A value that is neither `true` nor `false` is no decision here.
    public var permissions: Permissions {
        var permissions = Permissions.undecided
        for member in members {
            guard let category = member.category else { continue }
            switch member.json {
            case "true": permissions[category] = .approved
            case "false": permissions[category] = .denied
            default: continue
            }
        }
        return permissions
    }

    /// What is odd about it.
    public var notes: [ExportNote] {
        readingNotes
            + members.compactMap { member in
                if member.category != nil { return Self.oddValue(member) }
                guard !Self.magicKeys.contains(member.name) else { return nil }
                return ExportNote(
                    .unknownKey,
                    "The existing cookie has \(Self.shown(member.name)), which Opt-In does not know and keeps: every page "
                        + "stays pending though consent is given. Delete the cookie once to be rid of it."
                )
            }
    }

    private static func oddValue(_ member: Member) -> ExportNote? {
        guard member.json != "true", member.json != "false" else { return nil }
        return ExportNote(
            .notBoolean,
            "The existing cookie's \(member.name) is neither true nor false, which counts as no decision here; the "
                + "library goes by JavaScript's idea of truth."
        )
    }

    /// A key's name, if it is one that a terminal can show.
    private static func shown(_ name: String) -> String {
        let isPlain = name.utf8.count <= 32 && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return isPlain ? "the key \(name)" : "a key"
    }

    /// Takes over what is decided; every other key stays as it is and where it is, and new keys come last, as when the
    /// library writes.
    public mutating func merge(_ permissions: Permissions) {
        for category in permissions.decided.categories {
            let json = permissions[category] == .approved ? "true" : "false"
            if let index = members.firstIndex(where: { $0.name == category.rawValue }) {
                members[index].json = json
            } else {
                members.append(Member(name: category.rawValue, json: json))
            }
        }
    }

    /// The cookie's value: `encodeURIComponent(JSON.stringify(…))`; nil where there is no key, since the library takes
    /// an empty object for an invalid one.
    public var cookieValue: String? {
        guard !members.isEmpty else { return nil }
        var json = JSONWriter()
        json.beginObject()
        for member in members {
            json.key(member.name)
            json.raw(member.json)
        }
        json.endObject()
        return OptInCookie.percentEncoded(json.bytes)
    }
}
