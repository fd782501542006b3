import BoundedJSON
@testable import ConsentTranslation
import Testing

@Suite("Signals of Google Consent Mode")
struct ConsentModeSignalsTests {
    private func json(_ value: Value) -> String {
        var json = JSONWriter()
        value.write(into: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func commands(_ text: String) throws -> String {
        json(try ConsentModeSignals.commands(Value(json: Array(text.utf8)), path: "dataLayer"))
    }

    private func words(_ value: Value) -> [String] {
        ["ad_storage", "analytics_storage", "ad_user_data", "ad_personalization"].compactMap { value[$0]?.scalar }
    }

    @Test(
        "gcs tells advertising, then analytics",
        arguments: [
            ("G100", #"{"ad_storage":"denied","analytics_storage":"denied"}"#),
            ("G101", #"{"ad_storage":"denied","analytics_storage":"granted"}"#),
            ("G110", #"{"ad_storage":"granted","analytics_storage":"denied"}"#),
            ("G111", #"{"ad_storage":"granted","analytics_storage":"granted"}"#),
            ("G1--", #"{"ad_storage":"none","analytics_storage":"none"}"#),
            ("G1-1", #"{"ad_storage":"none","analytics_storage":"granted"}"#),
        ]
    )
    func gcs(text: String, wanted: String) throws {
        #expect(try json(ConsentModeSignals.gcs(text, path: "gcs")) == wanted)
    }

    @Test(
        "no gcs",
        arguments: [
            ("", .malformed), ("G", .malformed), ("G1", .malformed), ("G10", .malformed), ("G1000", .malformed),
            ("g111", .malformed), ("G211", .malformed), ("1111", .malformed), (" G111", .malformed),
            ("G11\u{301}", .malformed), ("G12x", .unknownState), ("G1x1", .unknownState), ("G11 ", .unknownState),
        ] as [(String, TranslationError.Code)]
    )
    func noGCS(text: String, code: TranslationError.Code) {
        let error = refusal { try ConsentModeSignals.gcs(text, path: "gcs") }
        #expect(error?.code == code)
        #expect(error?.path == "gcs")
    }

    @Test(
        "each letter of gcd tells a state and whether an update said it",
        arguments: [
            ("l", "none", false), ("p", "denied", false), ("q", "denied", true), ("t", "granted", false),
            ("r", "granted", true), ("m", "denied", true), ("n", "granted", true), ("u", "denied", true),
            ("v", "granted", true),
        ]
    )
    func letters(letter: String, state: String, isUpdate: Bool) throws {
        for place in 0..<4 {
            let letters = (0..<4).map { $0 == place ? letter : "l" }
            let value = try ConsentModeSignals.gcd("11" + letters.joined(separator: "1") + "5", path: "gcd")
            #expect(words(value) == (0..<4).map { $0 == place ? state : "none" })
            #expect(value["update"] == .bool(isUpdate))
        }
    }

    @Test(
        "gcd keeps its order, with whatever digits and whatever later versions put behind",
        arguments: [
            ("11l1l1l1l5", ["none", "none", "none", "none"]),
            ("11t1p1t1p5", ["granted", "denied", "granted", "denied"]),
            ("13r3u3v3q5", ["granted", "denied", "granted", "denied"]),
            ("13n3m3t3l2l1", ["granted", "denied", "granted", "none"]),
            ("13p3p3p3p5z1x9", ["denied", "denied", "denied", "denied"]),
        ]
    )
    func gcd(text: String, wanted: [String]) throws {
        #expect(try words(ConsentModeSignals.gcd(text, path: "gcd")) == wanted)
    }

    @Test(
        "no gcd",
        arguments: [
            ("", .malformed), ("1", .malformed), ("11l1l1l5", .malformed), ("11l1l1l1l", .malformed),
            ("21l1l1l1l5", .malformed), ("l1l1l1l1l5", .malformed), ("11l1l1l1L5", .malformed),
            ("11l1l1l115", .malformed), ("11lll1l1l5", .malformed), ("11l1l1l1l5 ", .malformed),
            ("11l1l1l1l5l", .malformed), ("11l1l1l1l55", .malformed), ("G111", .malformed),
            ("11x1l1l1l5", .unknownState), ("11l1l1l1a5", .unknownState), ("13r3r3s3r5l1", .unknownState),
        ] as [(String, TranslationError.Code)]
    )
    func noGCD(text: String, code: TranslationError.Code) {
        let error = refusal { try ConsentModeSignals.gcd(text, path: "gcd") }
        #expect(error?.code == code)
        #expect(error?.path == "gcd")
    }

    @Test(
        "commands in their order: each signal has the last word of the updates, or else of the defaults",
        arguments: [
            (
                #"["consent","update",{"ad_storage":"granted"}]"#,
                #"{"ad_storage":"granted","commands":"update"}"#
            ),
            (
                #"{"0":"consent","1":"default","2":{"analytics_storage":"denied","wait_for_update":500}}"#,
                #"{"analytics_storage":"denied","commands":"default"}"#
            ),
            (
                #"[["consent","default",{"ad_storage":"denied","analytics_storage":"denied"}],"#
                    + #"{"0":"consent","1":"update","2":{"analytics_storage":"granted"},"length":3}]"#,
                #"{"ad_storage":"denied","analytics_storage":"granted","commands":"update"}"#
            ),
            (
                #"[["consent","update",{"ad_storage":"granted","security_storage":"granted"}],"#
                    + #"["consent","update",{"ad_storage":"denied","ad_user_data":"denied"}]]"#,
                #"{"ad_storage":"denied","ad_user_data":"denied","security_storage":"granted","commands":"update"}"#
            ),
            (
                // A default that comes late does not undo what the person said.
                #"[["consent","update",{"ad_storage":"granted"}],["consent","default",{"ad_storage":"denied"}]]"#,
                #"{"ad_storage":"granted","commands":"update"}"#
            ),
            (
                #"[["js",1],{"event":"gtm.js"},"x",null,[],"#
                    + #"["set","x"],["consent","default",{"ad_storage":"denied","other":"granted"}],["event","consent"]]"#,
                #"{"ad_storage":"denied","commands":"default"}"#
            ),
            (
                // The only default, though for a region.
                #"[["consent","default",{"ad_storage":"denied","region":["AT"]}]]"#,
                #"{"ad_storage":"denied","commands":"default"}"#
            ),
            (
                #"[["consent","default",{"ad_storage":"granted","region":["US"]}],"#
                    + #"["consent","default",{"ad_storage":"denied"}]]"#,
                #"{"ad_storage":"denied","commands":"default"}"#
            ),
            (
                #"[["consent","default",{"ad_storage":"denied"}],"#
                    + #"["consent","default",{"ad_storage":"granted","ad_user_data":"granted","region":["US"]}]]"#,
                #"{"ad_storage":"denied","commands":"default"}"#
            ),
            (
                #"[["consent","default",{"ad_storage":"denied","region":["AT"]}],"#
                    + #"["consent","default",{"ad_storage":"granted","region":["US"]}]]"#,
                #"{"commands":"default"}"#
            ),
        ]
    )
    func folding(text: String, wanted: String) throws {
        #expect(try commands(text) == wanted)
    }

    @Test(
        "no commands, and commands that cannot be read",
        arguments: [
            ("[]", .missing), ("{}", .missing), ("1", .missing), (#"[["js",1]]"#, .missing),
            (#"["consent"]"#, .unknownState), (#"["consent","declare",{}]"#, .unknownState),
            (#"[["consent","declare",{}]]"#, .unknownState), (#"[[["consent","update",{}]]]"#, .missing),
            (#"["consent","update"]"#, .malformed), (#"[["consent","default","denied"]]"#, .malformed),
            (#"{"0":"consent","1":"update"}"#, .malformed),
            (#"["consent","update",{"ad_storage":"yes"}]"#, .unknownState),
            (#"["consent","update",{"ad_storage":true}]"#, .unknownState),
            (#"["consent","update",{"ad_storage":null}]"#, .unknownState),
            (
                #"[["consent","default",{"ad_storage":"Denied"}],["consent","update",{"ad_storage":"denied"}]]"#,
                .unknownState
            ),
        ] as [(String, TranslationError.Code)]
    )
    func unreadable(text: String, code: TranslationError.Code) {
        let error = refusal { try commands(text) }
        #expect(error?.code == code)
        #expect(error?.path == "dataLayer")
    }
}
