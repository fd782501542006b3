import OptIn
import Testing

@Suite("The cookie that a browser has")
struct ExistingPermissionsTests {
    private static let value = "%7B%22aam%22%3Afalse%2C%22aa%22%3Atrue%7D"

    @Test(
        "it is read from its value, from a header line, and from its JSON",
        arguments: [
            value, "adobeujs-optin=\(value)", "Cookie: a=b; adobeujs-optin=\(value); c=d",
            " a=b;adobeujs-optin=\(value)",
            "Set-Cookie: adobeujs-optin=\(value); Path=/; Secure",
            "adobeujs-optin=\(value); path=/; domain=example.com;",
            #"{"aam":false,"aa":true}"#, " { \"aam\" : false ,\n\"aa\" : true } ",
            "%7b%22aam%22%3afalse%2c%22aa%22:true}",
        ]
    )
    func forms(text: String) throws {
        let existing = try ExistingPermissions(text)
        #expect(existing.permissions == Permissions(approved: CategorySet([.aa]), decided: CategorySet([.aa, .aam])))
        #expect(existing.cookieValue == Self.value)
        #expect(existing.notes.isEmpty)
    }

    @Test(
        "what is no JSON object is refused, whatever the library makes of it",
        arguments: [
            "", "null", "true", "1", "[]", "\"a\"", "{", "{\"aa\":}", "{\"aa\":true}x", "%", "%7", "%7B%2", "%ZZ",
            "%FF",
            "a=b; c=d", "Cookie: a=b", "adobeujs-optin=", "Adobeujs-Optin=%7B%7D", "{\"aa\":tru",
            String(repeating: "{\"a\":", count: 100), String(repeating: "a", count: 65_537),
        ]
    )
    func refused(text: String) {
        let error = #expect(throws: OptInExportError.self) { try ExistingPermissions(text) }
        #expect(error?.code == .unreadableStored)
    }

    @Test("merging keeps order and unknown keys, whole numbers first as in JavaScript, and appends what is new")
    func order() throws {
        var existing = try ExistingPermissions(
            #"{"zeta":{"b":[1, 2.50,"x\u00e9"],"a":null},"aam":true,"10":1,"2":2,"01":3,"aa":false,"iabConsentHash":"0"}"#
        )
        existing.merge(Permissions(approved: CategorySet([.aa]), decided: CategorySet([.aa, .aam, .ecid, .adcloud])))
        let wanted =
            #"{"2":2,"10":1,"zeta":{"b":[1,2.50,"xé"],"a":null},"aam":false,"01":3,"aa":true,"iabConsentHash":"0","#
            + #""adcloud":false,"ecid":false}"#
        #expect(try existing.cookieValue == ExistingPermissions(wanted).cookieValue)
        #expect(existing.cookieValue?.hasPrefix("%7B%222%22%3A2%2C%2210%22%3A1%2C%22zeta%22") == true)
        #expect(
            existing.cookieValue?.contains("%7B%22b%22%3A%5B1%2C2.50%2C%22x%C3%A9%22%5D%2C%22a%22%3Anull%7D") == true
        )
        #expect(existing.cookieValue?.hasSuffix("%22adcloud%22%3Afalse%2C%22ecid%22%3Afalse%7D") == true)
    }

    @Test("a name that comes twice has its last value at its first place")
    func repeated() throws {
        let existing = try ExistingPermissions(#"{"aa":true,"aam":true,"aa":false}"#)
        #expect(existing.permissions[.aa] == .denied)
        #expect(existing.cookieValue == "%7B%22aa%22%3Afalse%2C%22aam%22%3Atrue%7D")
    }

    @Test(
        "a value that is neither true nor false approves and denies nothing, and is told",
        arguments: ["1", "\"true\"", "\"false\"", "null", "{}", "[true]"]
    )
    func odd(json: String) throws {
        let existing = try ExistingPermissions("{\"aa\":\(json)}")
        #expect(existing.permissions == .undecided)
        #expect(existing.notes.map(\.code) == [.notBoolean])
    }

    @Test("a key that Opt-In does not know keeps pages pending, which is told; magic keys do not")
    func unknownKeys() throws {
        #expect(try ExistingPermissions(#"{"aa":true,"nope":1}"#).notes.map(\.code) == [.unknownKey])
        #expect(try ExistingPermissions(#"{"videoaa":true,"iabConsentHash":"0"}"#).notes.isEmpty)
        let hostile = try ExistingPermissions("{\"\\u001b[31mx\":1}").notes
        #expect(hostile.map(\.code) == [.unknownKey])
        #expect(!hostile[0].message.contains("\u{1B}"))
    }

    @Test("sent twice, the first counts; with different values it is told")
    func twice() throws {
        let same = try ExistingPermissions("adobeujs-optin=\(Self.value); adobeujs-optin=\(Self.value)")
        #expect(same.notes.isEmpty)
        let other = try ExistingPermissions("adobeujs-optin=\(Self.value); adobeujs-optin=%7B%22aa%22%3Afalse%7D")
        #expect(other.permissions[.aa] == .approved)
        #expect(other.notes.map(\.code) == [.storedTwice])
    }

    @Test("an object without keys is no cookie")
    func empty() throws {
        #expect(try ExistingPermissions("{}").cookieValue == nil)
        #expect(ExistingPermissions().cookieValue == nil)
    }

    @Test("damage crashes nothing, and what still reads is written and read again as the same")
    func damage() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = RepeatableRandom(seed: seed)
        let sources = [
            "adobeujs-optin=\(Self.value); a=b", #"{"aa":true,"x":{"y":[1,"z",null]},"7":false}"#,
            "Cookie: \(Self.value)",
        ]
        for _ in 0..<4_000 {
            var bytes = Array(sources[Int.random(in: sources.indices, using: &random)].utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1 where bytes.count > 1: bytes.remove(at: at)
                default: bytes.insert(bytes[Int.random(in: bytes.indices, using: &random)], at: at)
                }
            }
            guard let existing = try? ExistingPermissions(String(decoding: bytes, as: UTF8.self)),
                let value = existing.cookieValue
            else { continue }
            let again = try ExistingPermissions(value)
            #expect(again.cookieValue == value, "seed \(seed)")
            #expect(again.permissions == existing.permissions, "seed \(seed)")
        }
    }
}
