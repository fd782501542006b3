import ConsentTranslation
import Testing

@testable import ConsentAdapters

@Suite("How messages prove that they are the CMP's")
struct VerifyTests {
    /// The webhook of a manifest with this `verify`.
    private func webhook(_ verify: String) throws -> ConsentWebhook {
        let manifest = """
            manifest: "1"
            adapter: { id: acme, version: 1.0.0, vendor: Acme, title: Acme messages }
            config:
              secret: { required: true, secret: true }
              old: { secret: true }
            webhook:
              verify: \(verify)
            inputs:
              - message: { kind: type, accept: { made: data }, required: [choices] }
            record:
              decisions:
                - { each: choices, kind: purpose, states: { "yes": granted } }
            """
        return try #require(try ManifestLoader.load(manifest, file: "acme.yaml").webhook)
    }

    private func refusal(
        _ webhook: ConsentWebhook,
        _ headers: [String: String],
        _ body: String = "what do ya want for nothing?",
        secrets: [String: String] = ["secret": "Jefe"],
        now: String = "2026-11-24T00:00:00Z"
    ) -> AdapterError? {
        let message = WebhookMessage(
            headers: headers.map { RequestPlan.Field($0.key, $0.value) },
            body: Array(body.utf8)
        )
        let connection = Connection(secrets: secrets.mapValues(Secret.init))
        do throws(AdapterError) {
            try webhook.verify(message, for: connection, now: at(now))
            return nil
        } catch {
            return error
        }
    }

    /// RFC 4231 section 4.3: the key "Jefe".
    static let vectors = [
        ("sha256", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (
            "sha384",
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
        ),
        (
            "sha512",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b"
                + "636e070a38bce737"
        ),
    ]

    @Test("signatures of RFC 4231, in small and capital letters", arguments: vectors)
    func knownSignatures(algorithm: String, signature: String) throws {
        let webhook = try webhook("{ hmac: { header: X-Sig, secret: \"${config.secret}\", algorithm: \(algorithm) } }")
        #expect(refusal(webhook, ["x-sig": signature]) == nil)
        #expect(refusal(webhook, ["X-SIG": signature.uppercased()]) == nil)
        #expect(refusal(webhook, ["X-Sig": signature], "what do ya want for nothing!")?.code == .unverified)
        #expect(refusal(webhook, ["X-Sig": signature], secrets: ["secret": "jefe"])?.code == .unverified)
    }

    @Test("base64, with a prefix")
    func base64() throws {
        let webhook = try webhook(
            "{ hmac: { header: X-Sig, secret: \"${config.secret}\", encoding: base64, prefix: \"v1,\" } }"
        )
        #expect(refusal(webhook, ["X-Sig": "v1,W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="]) == nil)
        #expect(refusal(webhook, ["X-Sig": "v1,W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM"]) == nil)
        #expect(refusal(webhook, ["X-Sig": "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="])?.code == .unverified)
    }

    static let damage: [(String, String?)] = [
        ("none at all", nil), ("empty", ""), ("the prefix alone", "sha256="),
        ("cut off", "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec38"),
        ("half a byte", "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384"),
        ("no hexadecimal", "sha256=zbdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        ("another prefix", "sha512=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        ("no prefix", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        ("of another length", "sha256=5bdc"),
    ]

    @Test("whatever else the header holds is refused with what to check, and never with the secret", arguments: damage)
    func damaged(name: String, signature: String?) throws {
        let webhook = try webhook("{ hmac: { header: X-Sig, secret: \"${config.secret}\", prefix: \"sha256=\" } }")
        let error = try #require(refusal(webhook, signature.map { ["X-Sig": $0] } ?? [:]))
        #expect(error.code == .unverified)
        #expect(error.message.contains("X-Sig") || error.message.contains("secret at the CMP"))
        #expect(!error.message.contains("Jefe") && !error.message.contains("5bdc"))
    }

    @Test("either secret is good while it is exchanged, and none at all is a mistake of the configuration")
    func rotation() throws {
        let webhook = try webhook("{ hmac: { header: X-Sig, secret: [\"${config.secret}\", \"${config.old}\"] } }")
        let header = ["X-Sig": Self.vectors[0].1]
        #expect(refusal(webhook, header, secrets: ["secret": "new", "old": "Jefe"]) == nil)
        #expect(refusal(webhook, header, secrets: ["secret": "Jefe", "old": "older"]) == nil)
        #expect(refusal(webhook, header, secrets: ["old": "Jefe"]) == nil)
        #expect(refusal(webhook, header, secrets: ["secret": "new"])?.code == .unverified)
        let error = refusal(webhook, header, secrets: [:])
        #expect(error?.code == .configuration && error?.message.contains("secret or old") == true)
        #expect(refusal(webhook, header, secrets: ["secret": ""])?.code == .configuration)
    }

    @Test("a time that is signed must be near, either way; the signature is checked first")
    func window() throws {
        let webhook = try webhook(
            "{ hmac: { header: X-Sig, secret: \"${config.secret}\", timestamp: { header: X-Time, tolerance: 5m } } }"
        )
        // HMAC-SHA256 with "Jefe" over "1795478400." and the body, worked out by another program.
        let signed = [
            "X-Time": "1795478400", "X-Sig": "3a809b6422050366d86e8e0bcad4889738ab74d7739e9bab8b68b999aca81d20",
        ]
        for now in ["2026-11-24T00:00:00Z", "2026-11-24T00:05:00Z", "2026-11-23T23:55:00Z"] {
            #expect(refusal(webhook, signed, now: now) == nil, "\(now)")
        }
        for now in ["2026-11-24T00:05:00.001Z", "2026-11-23T23:54:59.999Z", "2027-01-01T00:00:00Z"] {
            let error = refusal(webhook, signed, now: now)
            #expect(error?.code == .unverified && error?.message.contains("--now") == true, "\(now)")
        }
        var moved = signed
        moved["X-Time"] = "1795478401"
        #expect(refusal(webhook, moved)?.message.contains("does not fit") == true)
        moved["X-Time"] = "soon"
        #expect(refusal(webhook, moved)?.message.contains("X-Time") == true)
        moved["X-Time"] = nil
        #expect(refusal(webhook, moved)?.message.contains("X-Time") == true)
    }

    /// HMAC-SHA256 with "Jefe" over "1795478400." and the body, worked out by another program.
    private static let fitting = "3a809b6422050366d86e8e0bcad4889738ab74d7739e9bab8b68b999aca81d20"
    /// One of the right length that fits nothing.
    private static let other = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

    /// A webhook with time and signatures in one header.
    private func listed() throws -> ConsentWebhook {
        try webhook(
            "{ hmac: { header: X-Sig, field: v1, secret: [\"${config.secret}\", \"${config.old}\"], "
                + "timestamp: { field: t, tolerance: 5m } } }"
        )
    }

    static let fittingLists = [
        "t=1795478400,v1=\(fitting)", "v1=\(fitting),t=1795478400", "t=1795478400, v1=\(fitting.uppercased())",
        "t=1795478400,v1=\(other),v1=\(fitting)", "t=1795478400,v1=\(fitting),v1=\(other)",
        "t=1795478400,v0=\(other),v1=\(fitting),scheme=", "t=1795478400,v1=of another key,v1=\(fitting)",
    ]

    @Test("time and signatures in one header: any of the signatures may fit", arguments: fittingLists)
    func list(header: String) throws {
        let webhook = try listed()
        #expect(refusal(webhook, ["X-Sig": header]) == nil)
        #expect(refusal(webhook, ["X-Sig": header], secrets: ["secret": "new", "old": "Jefe"]) == nil)
        let wrong = refusal(webhook, ["X-Sig": header], secrets: ["secret": "jefe"])
        #expect(wrong?.message.contains("does not fit") == true)
        #expect(refusal(webhook, ["X-Sig": header], "what do ya want?")?.message.contains("does not fit") == true)
        let late = refusal(webhook, ["X-Sig": header], now: "2026-11-24T00:05:00.001Z")
        #expect(late?.code == .unverified && late?.message.contains("--now") == true)
        #expect(refusal(webhook, ["X-Sig": header], now: "2026-11-23T23:55:00Z") == nil)
    }

    static let damagedLists: [(header: String, hint: String)] = [
        ("", "NAME=VALUE"), (fitting, "NAME=VALUE"), ("t=1795478400;v1=\(fitting)", "no v1="),
        ("t=1795478400,\(fitting)", "NAME=VALUE"), ("t=1795478400,v1=\(fitting),", "NAME=VALUE"),
        ("t=1795478400,=\(fitting)", "NAME=VALUE"), ("t=1795478400", "no v1="),
        ("t=1795478400,v0=\(fitting)", "no v1="),
        ("t=1795478400,V1=\(fitting)", "no v1="), ("v1=\(fitting)", "0 times"),
        ("t=1795478400,t=1795478401,v1=\(fitting)", "2 times"), ("t=,v1=\(fitting)", "t="),
        ("t=soon,v1=\(fitting)", "t="), ("t=1795478401,v1=\(fitting)", "does not fit"),
        ("t=1795478400,v1=", "t=(time),v1=(hex)"), ("t=1795478400,v1=\(fitting.dropLast())", "t=(time),v1=(hex)"),
        ("t=1795478400,v1=\(fitting.dropLast(2))", "does not fit"), ("t=1795478400,v1=\(other)", "does not fit"),
        ("t=1795478400" + String(repeating: ",v1=\(fitting)", count: 16), "17 parts"),
    ]

    @Test("a list that does not say so is refused with what to check", arguments: damagedLists)
    func damagedList(header: String, hint: String) throws {
        let error = try #require(refusal(try listed(), ["X-Sig": header]))
        #expect(error.code == .unverified && error.message.contains(hint), "\(error.message)")
        #expect(!error.message.contains("Jefe") && !error.message.contains("3a80"))
    }

    @Test("of as many signatures as are read at most each may be the one")
    func longestList() throws {
        let header = "t=1795478400" + String(repeating: ",v1=00", count: 14) + ",v1=\(Self.fitting)"
        #expect(refusal(try listed(), ["X-Sig": header]) == nil)
    }

    @Test("a signature in a list, the time in a header of its own, and no time at all")
    func mixedPlaces() throws {
        let separate = try webhook(
            "{ hmac: { header: X-Sig, field: s, prefix: \"h:\", secret: \"${config.secret}\", timestamp: { header: X-Time } } }"
        )
        let signed = ["X-Sig": "k=1,s=h:\(Self.fitting)", "X-Time": "1795478400"]
        #expect(refusal(separate, signed) == nil)
        #expect(refusal(separate, ["X-Sig": "k=1,s=h:\(Self.fitting)"])?.message.contains("X-Time") == true)
        #expect(refusal(separate, ["X-Sig": "k=1,s=\(Self.fitting)", "X-Time": "1795478400"])?.code == .unverified)
        let timeless = try webhook("{ hmac: { header: X-Sig, field: s, secret: \"${config.secret}\" } }")
        #expect(refusal(timeless, ["X-Sig": "s=\(Self.other)"]) == nil)
    }

    @Test("of several forms the one counts whose header is there, and no other")
    func forms() throws {
        let webhook = try webhook(
            "{ hmac: [{ header: X-Old, secret: \"${config.old}\" }, { header: X-Sig, field: v1, secret: \"${config.secret}\","
                + " timestamp: { field: t } }] }"
        )
        let secrets = ["secret": "Jefe", "old": "Jefe"]
        let list = "t=1795478400,v1=\(Self.fitting)"
        #expect(refusal(webhook, ["X-Sig": list], secrets: secrets) == nil)
        #expect(refusal(webhook, ["X-Old": Self.other], secrets: secrets) == nil)
        // A form that fits does not make up for one that does not.
        #expect(refusal(webhook, ["X-Old": Self.fitting, "X-Sig": list], secrets: secrets)?.code == .unverified)
        #expect(refusal(webhook, ["X-Old": list], secrets: secrets)?.code == .unverified)
        #expect(refusal(webhook, [:], secrets: secrets)?.message.contains("X-Old or X-Sig") == true)
        #expect(refusal(webhook, ["X-Sig": list], secrets: ["old": "Jefe"])?.code == .configuration)
    }

    @Test("a header that both sides know, with a word in front")
    func header() throws {
        let webhook = try webhook(
            "{ header: { name: Authorization, value: [\"Bearer ${config.secret}\", \"${config.old}\"] } }"
        )
        let secrets = ["secret": "t0ken", "old": "0ld"]
        #expect(refusal(webhook, ["authorization": "Bearer t0ken"], secrets: secrets) == nil)
        #expect(refusal(webhook, ["Authorization": "0ld"], secrets: secrets) == nil)
        for value in ["t0ken", "Bearer t0ke", "Bearer t0kens", "bearer t0ken", "", "Bearer 0ld"] {
            let error = refusal(webhook, ["Authorization": value], secrets: secrets)
            #expect(error?.code == .unverified, "\(value)")
            #expect(error?.message.contains("t0ken") == false && error?.message.contains("0ld") == false)
        }
        #expect(refusal(webhook, [:], secrets: secrets)?.message.contains("Authorization") == true)
        #expect(refusal(webhook, [:], secrets: [:])?.code == .configuration)
    }

    @Test("a header twice is refused: which one was meant cannot be known")
    func twice() throws {
        let webhook = try webhook("{ hmac: { header: X-Sig, secret: \"${config.secret}\" } }")
        let field = RequestPlan.Field("X-Sig", Self.vectors[0].1)
        let message = WebhookMessage(
            headers: [field, RequestPlan.Field("x-sig", "00")],
            body: Array("what do ya want for nothing?".utf8)
        )
        let error = #expect(throws: AdapterError.self) {
            try webhook.verify(message, for: Connection(secrets: ["secret": Secret("Jefe")]), now: at("2026-11-24"))
        }
        #expect(error?.message.contains("2 times") == true)
    }

    @Test("where nothing is signed everything is taken, and the reason is known")
    func nothing() throws {
        let webhook = try webhook("{ none: \"Acme signs nothing\" }")
        #expect(refusal(webhook, [:], secrets: [:]) == nil)
        #expect(webhook.verification == .none(reason: "Acme signs nothing"))
    }
}
