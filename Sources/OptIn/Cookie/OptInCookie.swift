import BoundedJSON

/// The cookie in which the Opt-In service keeps a visitor's choice.
public enum OptInCookie {
    /// The cookie's name.
    public static let name = "adobeujs-optin"

    /// The cookie's value for these permissions: `encodeURIComponent(JSON.stringify(permissions))`.
    ///
    /// Byte for byte what VisitorAPI 5.5 writes into an empty cookie where all eight categories are decided. Nil where
    /// nothing is decided: the library takes an empty object for an invalid one, so none is written.
    public static func value(for permissions: Permissions) -> String? {
        guard !permissions.decided.isEmpty else { return nil }
        var json = JSONWriter()
        permissions.writeObject(into: &json)
        return percentEncoded(json.bytes)
    }

    /// Percent-encodes UTF-8 as JavaScript's `encodeURIComponent` does: all but `A-Z a-z 0-9 - _ . ! ~ * ' ( )`.
    static func percentEncoded(_ bytes: [UInt8]) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            if isUnreserved(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "~"),
            UInt8(ascii: "*"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"):
            true
        default:
            false
        }
    }
}
