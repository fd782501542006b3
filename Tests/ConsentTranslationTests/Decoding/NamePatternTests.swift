@testable import ConsentTranslation
import Testing

@Suite("Patterns of cookie names")
struct NamePatternTests {
    private func captures(_ pattern: String, _ name: String) throws -> [String]? {
        try #require(NamePattern(pattern)).captures(in: name)?.map { "\($0.name)=\($0.value)" }
    }

    private static let uuid = "0F8fad5b-d9cb-469f-a165-70867728950e"

    @Test(
        "what the names of CMPs carry",
        arguments: [
            ("_iub_cs-{site:digits}", "_iub_cs-1234567", ["site=1234567"]),
            ("ppms_privacy_{site:uuid}", "ppms_privacy_\(uuid)", ["site=\(uuid)"]),
            ("wp_consent_{category}", "wp_consent_statistics-anonymous", ["category=statistics-anonymous"]),
            ("fides_consent_{suffix}", "fides_consent_eu_1", ["suffix=eu_1"]),
            ("kndctr_{org}_AdobeOrg_consent", "kndctr_53A16ACB5C_AdobeOrg_consent", ["org=53A16ACB5C"]),
            ("{client}_ENSIGHTEN_PRIVACY_{kind}", "ACME_ENSIGHTEN_PRIVACY_Ads", ["client=ACME", "kind=Ads"]),
            ("_sp_{a:digits}_{b:letters}_{c:hex}", "_sp_1_x_fF0", ["a=1", "b=x", "c=fF0"]),
            ("{id:uuid}", uuid, ["id=\(uuid)"]),
            ("a{x}ä{y}€", "a1ä2€", ["x=1", "y=2"]),
        ]
    )
    func fits(pattern: String, name: String, wanted: [String]) throws {
        #expect(try captures(pattern, name) == wanted)
    }

    @Test(
        "a name fits whole or not at all, upper and lower case told apart, with a character or more for each capture",
        arguments: [
            ("_iub_cs-{site:digits}", "_iub_cs-"), ("_iub_cs-{site:digits}", "_iub_cs-12a"),
            ("_iub_cs-{site:digits}", "x_iub_cs-12"), ("_iub_cs-{site:digits}", "_IUB_cs-12"),
            ("_iub_cs-{site:digits}", "_iub_cs-١٢"), ("_iub_cs-{site:digits}", "_iub_cs"),
            ("_iub_cs-{site:digits}", ""), ("{x}", ""),
            ("a{x:letters}", "aä"), ("a{x:letters}", "ab1"), ("a{x:letters}", "ab_"), ("a{x:letters}", "ab-"),
            ("a{x:letters}", "a@"), ("a{x:letters}", "a["), ("a{x:letters}", "a`"), ("a{x:letters}", "a{"),
            ("a{x:hex}", "ag"), ("a{x:hex}", "a0x"), ("{x}_c", "_c"), ("{x}_c", "a_C"), ("{x}_c", "a_cd"),
            ("{x}-{y}", "a-"), ("{x}-{y}", "-a"), ("{x}-{y}", "-"), ("{x}-{y}", "ab"), ("ä{x}", "a\u{308}b"),
            ("p{x:uuid}", "p0f8fad5b-d9cb-469f-a165-70867728950"),
            ("p{x:uuid}", "p0f8fad5bd-9cb-469f-a165-70867728950e"), ("p{x:uuid}", "p\(uuid)0"),
            ("p{x:uuid}", "p0f8fad5b-d9cb-469f-a165-7086772-950e"),
        ]
    )
    func misfits(pattern: String, name: String) throws {
        #expect(try captures(pattern, name) == nil)
    }

    @Test(
        "the shortest captures that let the rest fit, the first one first",
        arguments: [
            ("{x}_{y}", "a_b_c", ["x=a", "y=b_c"]),
            ("{x}_{y}", "__a", ["x=_", "y=a"]),
            ("{x}_{y}", "___", ["x=_", "y=_"]),
            ("{x}-{y:digits}", "a-b-12", ["x=a-b", "y=12"]),
            ("{x}-{y:digits}-{z}", "a-b-12-c-3", ["x=a-b", "y=12", "z=c-3"]),
            ("{x}aa{y}", "aaaaaa", ["x=a", "y=aaa"]),
            ("{x}ab{y}ab", "1ab2ab3ab", ["x=1", "y=2ab3"]),
            ("{x:hex}a{y:letters}", "aaab", ["x=a", "y=ab"]),
            ("{x}-{y:uuid}-{z}", "\(uuid)-\(uuid)-z", ["x=\(uuid)", "y=\(uuid)", "z=z"]),
        ]
    )
    func shortest(pattern: String, name: String, wanted: [String]) throws {
        #expect(try captures(pattern, name) == wanted)
    }

    @Test(
        "texts that are no patterns",
        arguments: [
            "", "plain", "a{", "a}", "a{}", "a{x", "a x}", "a{x}}", "a{{x}", "a}{x}", "a{x}b}", "{x}{y}",
            "a{x}{y:digits}", "{x}-{x}", "{x:digits}-{x}", "{a}1{b}2{c}3{d}", "a{x:}", "a{x:any}", "a{x:Digits}",
            "a{x:digits:hex}",
            "a{:digits}", "a{x y}", "a{x-y}", "a{ä}", "a{x.y}", "a{x\u{301}}",
        ]
    )
    func noPatterns(text: String) {
        #expect(NamePattern(text) == nil)
    }

    @Test("a pattern tells its text and what fitting names start with")
    func parts() throws {
        #expect(try #require(NamePattern("_iub_cs-{site:digits}")).literalPrefix == "_iub_cs-")
        #expect(try #require(NamePattern("{a}_b")).literalPrefix == "")
        #expect(try #require(NamePattern("{a}_b")).text == "{a}_b")
        #expect(NamePattern("a{x}") == NamePattern("a{x}"))
        #expect(NamePattern("a{x}") != NamePattern("a{y}"))
    }

    @Test("a name as long as the limit fits, and no longer one")
    func limit() throws {
        let name = "a" + String(repeating: "x", count: TranslationLimits.maxNameBytes - 1)
        #expect(try captures("a{x}", name) != nil)
        #expect(try captures("a{x}", name + "x") == nil)
    }

    @Test("names that nearly fit in many ways are judged as fast as others")
    func hostileNames() throws {
        let name = String(repeating: "_", count: TranslationLimits.maxNameBytes)
        for _ in 0..<100 { #expect(try captures("{x}_{y}_{z:digits}", name) == nil) }
    }

    @Test("every way is found that trying them all finds")
    func againstSearch() throws {
        var random = RepeatableRandom(seed: .random(in: 0...(.max)))
        let pieces: [Piece] = ["x", "y", "z"].flatMap { name in
            [Piece.any(name), .digits(name), .letters(name)]
        }
        for _ in 0..<3_000 {
            var pattern: [Piece] = random.maybe { Piece.literal($0.pick(["a", "1", "_"])) }.map { [$0] } ?? []
            for index in 0..<Int.random(in: 1...3, using: &random) {
                if case .literal? = pattern.last {} else if index > 0 { pattern.append(.literal("_")) }
                pattern.append(pieces[index * 3 + Int.random(in: 0..<3, using: &random)])
                if Bool.random(using: &random) { pattern.append(.literal(random.pick(["a", "1", "_", "a_"]))) }
            }
            let name = String((0..<Int.random(in: 0...9, using: &random)).map { _ in random.pick(Array("a1_")) })
            let wanted = Piece.search(pattern[...], in: Substring(name))
            let text = pattern.map(\.text).joined()
            #expect(try captures(text, name) == wanted, "\(text) on \(name), \(random)")
        }
    }

    /// A part of a pattern, matched by trying every length, the shortest first.
    private enum Piece {
        case literal(String)
        case any(String), digits(String), letters(String)

        var text: String {
            switch self {
            case .literal(let text): text
            case .any(let name): "{\(name)}"
            case .digits(let name): "{\(name):digits}"
            case .letters(let name): "{\(name):letters}"
            }
        }

        static func search(_ pattern: ArraySlice<Piece>, in text: Substring) -> [String]? {
            guard let first = pattern.first else { return text.isEmpty ? [] : nil }
            if case .literal(let literal) = first {
                return text.hasPrefix(literal) ? search(pattern.dropFirst(), in: text.dropFirst(literal.count)) : nil
            }
            for length in stride(from: 1, through: text.count, by: 1) {
                guard let capture = first.capture(text.prefix(length)),
                    let rest = search(pattern.dropFirst(), in: text.dropFirst(length))
                else { continue }
                return [capture] + rest
            }
            return nil
        }

        private func capture(_ text: Substring) -> String? {
            switch self {
            case .literal: nil
            case .any(let name): "\(name)=\(text)"
            case .digits(let name): text.allSatisfy(\.isNumber) ? "\(name)=\(text)" : nil
            case .letters(let name): text.allSatisfy(\.isLetter) ? "\(name)=\(text)" : nil
            }
        }
    }
}
