@testable import ConsentTranslation
import Testing

@Suite("Base64 texts")
struct Base64TextTests {
    private func bytes(_ text: String) throws -> [UInt8] {
        try Base64Text.bytes(text, path: "token")
    }

    @Test(
        "padding is optional, and right where it stands (the vectors are those of RFC 4648, section 10)",
        arguments: [
            ("", ""), ("Zg==", "f"), ("Zg", "f"), ("Zm8=", "fo"), ("Zm8", "fo"), ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"), ("Zm9vYg", "foob"), ("Zm9vYmE=", "fooba"), ("Zm9vYmFy", "foobar"),
        ]
    )
    func padding(text: String, wanted: String) throws {
        #expect(try bytes(text) == Array(wanted.utf8))
    }

    @Test(
        "both alphabets are read, each by itself",
        arguments: [
            ("+/+/", [0xFB, 0xFF, 0xBF]), ("-_-_", [0xFB, 0xFF, 0xBF]), ("/w==", [0xFF]), ("_w", [0xFF]),
            ("AAEC", [0, 1, 2]), ("09az", [0xD3, 0xD6, 0xB3]),
        ] as [(String, [UInt8])]
    )
    func alphabets(text: String, wanted: [UInt8]) throws {
        #expect(try bytes(text) == wanted)
    }

    @Test(
        "what RFC 4648 lets a decoder overlook is refused",
        arguments: [
            // A length that no bytes have.
            "Z", "A", "Zm9vY", "Zm9vA", "=", "====", "Zm9v=", "Zm9v====", "Zg=", "Zg===", "Zm8==", "Z===",
            // Bits behind the last byte.
            "Zh==", "Zh", "Zm9=", "Zm9", "Zm9vYh",
            // Foreign characters, and padding that is not at the end.
            " Zm9v", "Zm9v\n", "Zm 9v", "Zg==\r\n", "Zm9v.", "Zg%3D%3D", "Zg==Zg==", "=Zm9", "Zmöv", "Zm9v\u{0}",
            "Ｚm9v", "Zg=\u{301}",
            // Both alphabets in one text.
            "+_+_", "-A/A", "AA+AAA-A",
        ]
    )
    func refused(text: String) {
        let error = refusal { try bytes(text) }
        #expect(error?.code == .malformed)
        #expect(error?.path == "token")
    }

    @Test("every byte comes back", arguments: 0..<256)
    func everyByte(byte: Int) throws {
        for count in 1...4 {
            var base64 = BitWriter()
            for _ in 0..<count { base64.put(byte, 8) }
            #expect(try bytes(base64.text) == [UInt8](repeating: UInt8(byte), count: count))
        }
    }

    @Test("a text as long as a payload can be is read")
    func long() throws {
        let text = String(repeating: "Zm9v", count: TranslationLimits.maxPayloadBytes / 4)
        #expect(try bytes(text).count == TranslationLimits.maxPayloadBytes / 4 * 3)
    }
}
