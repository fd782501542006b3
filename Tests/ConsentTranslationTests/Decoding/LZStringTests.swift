@testable import ConsentTranslation
import Testing

@Suite("Texts compressed by lz-string")
struct LZStringTests {
    private func text(_ base64: String) throws -> String {
        try LZString.decompressed(base64: base64, path: "ucString")
    }

    /// Made by `compressToBase64` of the library's port to Python, version 1.0.4, from UTF-16 units.
    private static let samples: [(text: String, base64: String)] = [
        ("", "Q==="),
        ("a", "IZA="),
        ("aa", "IbI="),
        ("hello hello hello", "BYUwNmD2AEoTcpA="),
        ("äöü ÿ", "CcN4PwBA/0A="),
        ("Zustimmung: ja – €", "FoVwzgLglgtjIDsDmAuABAKwIZsMgEbAagiA"),
        ("😀", "rwbgA9o="),
        ("👍🏽 yes 👍🏽 yes 👎", "rwblkdw8G4v/sAQJ4KYGcqkrRzByO0A="),
        ("\u{0}\u{1}\u{FFFF}", "AAQE//9A"),
        (
            String(repeating: "a", count: 5_000),
            "IY18ZXTt/DFOS1b0c17Pd/wYUcSaWeRZVdTbXfQ408y62+x519z73/wMFDhI0WPETJU6TNlz5CxUuUrVa9Rs1btO3X"
                + "v0HDR4ydMsgA=="
        ),
        (
            String(repeating: "ab€", count: 300),
            "IYI0NQSh6T11DaPk1L3M2rHt9wTkfsYSeWZadRTVbQ/U3S46825x9+713z35DBIgWOHjRE6aKA=="
        ),
        (
            #"{"type":"EXPLICIT","status":"ALL_ACCEPTED","createdAt":1772442904127,"services":["a1","b2"]}"#,
            "N4IgLgngDgpiBcICiANACgGQJIGEsBUQAaEAZzAEMwBXUhEAQQwwH0Gcck18kARYkAGMATjCowAJgzAIAjAHZ5AJgA"
                + "sKpQE4ADCtlL5JUjGEA3AJaCYdeAG0QFWQIBGSkAF0AvkA"
        ),
    ]

    @Test("what the library has compressed is read, with and without padding", arguments: samples)
    func library(wanted: String, base64: String) throws {
        #expect(try text(base64) == wanted)
        #expect(try text(base64.filter { $0 != "=" }) == wanted)
    }

    @Test("the compressor of these tests writes what the library writes", arguments: samples)
    func compressor(text: String, base64: String) {
        #expect(LZCompressor.base64(Array(text.utf16)) == base64)
    }

    @Test("a text cut off anywhere is refused, unless only padding and filling bits are lost", arguments: samples)
    func cuts(wanted: String, base64: String) {
        let whole = base64.filter { $0 != "=" }
        for count in 0..<whole.count {
            let cut = String(whole.prefix(count))
            guard let read = try? text(cut) else { continue }
            #expect(read == wanted && count == whole.count - 1)
        }
    }

    @Test("whatever is compressed comes back")
    func roundTrip() throws {
        var random = RepeatableRandom(seed: .random(in: 0...(.max)))
        let alphabets = ["a", "ab", "abcdefgh €ä😀👍🏽", "\u{0}\u{FF}\u{100}\u{FFFF}"].map(Array.init)
        for _ in 0..<500 {
            let alphabet = random.pick(alphabets)
            let source = String((0..<Int.random(in: 0...300, using: &random)).map { _ in random.pick(alphabet) })
            #expect(try text(LZCompressor.base64(Array(source.utf16))) == source, "\(random)")
        }
    }

    @Test("a damaged text is refused or read as another, and never crashes")
    func damage() throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var random = RepeatableRandom(seed: .random(in: 0...(.max)))
        var refused = 0
        for _ in 0..<10_000 {
            var characters = Array(random.pick(Self.samples).base64)
            characters[Int.random(in: characters.indices, using: &random)] = random.pick(alphabet)
            if (try? text(String(characters))) == nil { refused += 1 }
        }
        #expect(refused > 5_000, "\(random)")
    }

    @Test(
        "what the library never writes is refused",
        arguments: [
            // Nothing, foreign characters, padding that does not fit.
            "", "=", "====", "Q=", "Q==", "IZA==", "IZA===", "AAQE//9A====", "IZ A=", "IZA=\n", "{\"a\":1}",
            // Something behind the end, and filling bits that are not zero.
            "QA==", "QAAA", "R===", "IZB=", "IZAAA===", "IZA=IZA=",
            // The first code is no unit.
            "w===",
        ]
    )
    func refused(base64: String) {
        let error = refusal { try text(base64) }
        #expect(error?.code == .malformed)
        #expect(error?.path == "ucString")
    }

    @Test("half a surrogate pair is no text")
    func surrogates() throws {
        #expect(try text(LZCompressor.base64([0xD83D, 0xDE00])) == "😀")
        for units in [[0xD83D], [0xDE00], [0xDE00, 0xD83D], [0x61, 0xD83D, 0x61]] as [[UInt16]] {
            #expect(failure { try text(LZCompressor.base64(units)) } == .malformed)
        }
    }

    @Test("a phrase that is not there yet is refused, but for the one that the code completes")
    func unknownPhrases() throws {
        let unit = [(0, 2), (0x61, 8)]
        #expect(try text(LZCompressor.base64(numbers: unit + [(3, 3), (2, 3)])) == "aa")
        #expect(try text(LZCompressor.base64(numbers: unit + [(4, 3), (2, 3)])) == "aaa")
        for code in 5...7 {
            #expect(failure { try text(LZCompressor.base64(numbers: unit + [(code, 3), (2, 3)])) } == .malformed)
        }
    }

    @Test(
        "a text that unfolds to as many bytes as the limit is read, and one beyond it is too large",
        arguments: [(0x61, 1, 4_095), (0x20AC, 3, 2_364)]
    )
    func limit(unit: UInt16, bytes: Int, phrases: Int) throws {
        let count = phrases * (phrases + 1) / 2 * bytes
        #expect(try text(LZCompressor.run(of: unit, phrases: phrases)).utf8.count == count)
        #expect(count <= TranslationLimits.maxInflatedBytes)
        #expect(failure { try text(LZCompressor.run(of: unit, phrases: phrases + 1)) } == .tooLarge)
    }
}
