@testable import OptIn
import Testing

@Suite("The cookie adobeujs-optin")
struct OptInCookieTests {
    @Test("its name is the library's")
    func name() {
        #expect(OptInCookie.name == "adobeujs-optin")
    }

    @Test("with all eight decided the value is byte for byte what the library writes after approving aa")
    func allDecided() {
        let permissions = Permissions(approved: CategorySet([.aa]), decided: .all)
        let wanted =
            "%7B%22aam%22%3Afalse%2C%22adcloud%22%3Afalse%2C%22aa%22%3Atrue%2C%22campaign%22%3Afalse%2C"
            + "%22ecid%22%3Afalse%2C%22livefyre%22%3Afalse%2C%22target%22%3Afalse%2C%22mediaaa%22%3Afalse%7D"
        #expect(OptInCookie.value(for: permissions) == wanted)
    }

    @Test("undecided categories are left out, so that no denial is recorded that nobody gave")
    func someDecided() {
        let permissions = Permissions(approved: CategorySet([.target]), decided: CategorySet([.target, .aam]))
        #expect(OptInCookie.value(for: permissions) == "%7B%22aam%22%3Afalse%2C%22target%22%3Atrue%7D")
    }

    @Test("with nothing decided there is no cookie: the library takes an empty object for an invalid one")
    func nothingDecided() {
        #expect(OptInCookie.value(for: .undecided) == nil)
        #expect(OptInCookie.value(for: Permissions(approved: .all, decided: [])) == nil)
    }

    @Test("encodeURIComponent leaves exactly A-Z a-z 0-9 - _ . ! ~ * ' ( ) as they are")
    func unreserved() {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()".utf8)
        let hex = Array("0123456789ABCDEF")
        for byte in UInt8.min...UInt8.max {
            let wanted =
                unreserved.contains(byte)
                ? String(decoding: [byte], as: UTF8.self) : "%\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
            #expect(OptInCookie.percentEncoded([byte]) == wanted)
        }
    }

    @Test(
        "text beyond ASCII is encoded byte by byte of its UTF-8",
        arguments: [("ä", "%C3%A4"), ("€", "%E2%82%AC"), ("😀", "%F0%9F%98%80"), ("", "")]
    )
    func utf8(text: String, wanted: String) {
        #expect(OptInCookie.percentEncoded(Array(text.utf8)) == wanted)
    }
}
