@testable import ConsentAdapters
import ConsentTranslation
import Testing

@Suite("What a site says about its account")
struct ConnectionTests {
    private func checked(_ values: [String: String], secrets: [String: String] = [:]) throws -> Connection {
        try Acme.source().checked(Connection(values: values, secrets: secrets.mapValues { Secret($0) }))
    }

    private func problems(_ values: [String: String], secrets: [String: String] = [:]) -> [String] {
        do {
            _ = try checked(values, secrets: secrets)
            return []
        } catch {
            return (error as? AdapterError)?.message.split(separator: "\n").map(String.init) ?? ["\(error)"]
        }
    }

    @Test("credentials are told apart from plain parameters, wherever they were given")
    func separation() throws {
        for connection in [
            try checked(["host": "cmp.example.com", "key": "s3cret"]),
            try checked(["host": "cmp.example.com"], secrets: ["key": "s3cret"]),
            try checked([:], secrets: ["key": "s3cret", "host": "cmp.example.com"]),
        ] {
            #expect(connection.values == ["host": "cmp.example.com"])
            #expect(connection.secrets == ["key": Secret("s3cret")])
        }
    }

    @Test("a credential is never printed")
    func neverPrinted() throws {
        let secret = Secret("s3cret")
        let connection = try checked(["host": "cmp.example.com", "key": "s3cret"])
        var dumped = ""
        dump(connection, to: &dumped)
        dump(secret, to: &dumped)
        dump(["a": [secret]], to: &dumped)
        let texts = [
            String(describing: secret), String(reflecting: secret), "\(secret)", "\([secret])",
            "\(Optional(secret) as Any)",
            String(describing: connection), String(reflecting: connection), dumped,
        ]
        for text in texts { #expect(!text.contains("s3cret"), "\(text)") }
        #expect(secret.reveal() == "s3cret")
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test("every problem is told at once, with the help of the manifest and without any value")
    func problems() {
        #expect(
            problems(["tenat": "shop-name", "key": "", "host": "evil.example.org"]) == [
                "host must be one of cmp.example.com, cmp-*.example.com, *.my.example.com.",
                "The connection needs key: the API key.",
                "The adapter has no parameter tenat; it has host, tenant, key. "
                    + "All have insecure_test, allow_private_addresses, limits, purposes.",
            ]
        )
        #expect(problems([:]).count == 2)
        #expect(problems(["host": "cmp.example.com", "key": "k"]) == [])
    }

    @Test(
        "an allowed host is one of the list, or has host characters in the place of the star",
        arguments: [
            "cmp.example.com", "CMP.Example.com", "cmp-eu.example.com", "cmp-a-1.example.com", "shop.my.example.com",
        ]
    )
    func allowed(host: String) {
        #expect(problems(["host": host, "key": "k"]) == [])
    }

    @Test(
        "anything else is refused, however much it looks like one",
        arguments: [
            "cmp-.example.com", ".my.example.com", "my.example.com", "a.b.my.example.com", "cmp-.evil.com/.example.com",
            "cmp-evil.com#.example.com", "cmp-x@evil.com?.example.com", "cmp-x.evil.com\\.example.com",
            "cmp.example.com:8443", "cmp.example.com/", "cmp.example.com.", " cmp.example.com", "cmp.example.com\n",
            "cmp.example.com.evil.com", "evil.com/cmp.example.com", "cmp-a%2F.example.com", "cmp-*.example.com",
            "cmp-ä.example.com", "cmp-\u{212A}.example.com", "\u{212A}.my.example.com", "cmp-a_b.example.com",
            "cmp-a\u{0}.example.com", "cmp。example。com", "127.0.0.1", "localhost", "xcmp.example.com",
            "cmp-a.example.comx", "cmp-a..example.com",
        ]
    )
    func hostile(host: String) {
        #expect(problems(["host": host, "key": "k"]).count == 1)
    }

    @Test("a test against this machine may name any host, and nothing else changes")
    func insecure() throws {
        var connection = Connection(values: ["host": "127.0.0.1:8080", "key": "k"], isInsecureTest: true)
        #expect(try Acme.source().checked(connection).values["host"] == "127.0.0.1:8080")
        connection.values["key"] = nil
        #expect(throws: AdapterError.self) { try Acme.source().checked(connection) }
    }

    @Test("what else a connection says stays with it")
    func others() throws {
        var connection = Connection(values: ["host": "cmp.example.com", "key": "k"])
        connection.purposes = ["Stats": [.analytics]]
        #expect(try Acme.source().checked(connection).purposes == ["Stats": [.analytics]])
    }
}

@Suite("Texts with references")
struct TemplateTests {
    private func resolved(_ text: String) throws -> String {
        var scope = RequestScope(connection: Acme.connection)
        scope.subjects = [SubjectID(namespace: "acme.id", id: "${config.host}")]
        scope.window = at("2026-11-01T00:00:00Z")...at("2026-11-07T00:00:00Z")
        return try Template.read(text).get().resolved(scope)
    }

    @Test(
        "a reference stands for its value; what comes out is not looked at again",
        arguments: [
            ("", ""), ("plain", "plain"), ("${config.tenant}", "shop"),
            ("a${config.tenant}b${config.tenant}", "ashopbshop"),
            ("${window.start}/${window.end}", "2026-11-01T00:00:00Z/2026-11-07T00:00:00Z"),
            ("${subject.id}", "${config.host}"), ("$", "$"), ("$config", "$config"),
            ("{config.tenant}", "{config.tenant}"),
            ("$$", "$$"), ("$${config.tenant}}", "$shop}"), ("ä${config.tenant}ä", "äshopä"),
        ]
    )
    func references(text: String, wanted: String) throws {
        #expect(try resolved(text) == wanted)
    }

    @Test(
        "a reference that does not exist is found when the text is read",
        arguments: [
            ("${nothing}", "nothing"), ("${config}", "config"), ("${config.}", "config."), ("${}", ""),
            ("${subject.name}", "subject.name"), ("${ config.tenant }", " config.tenant "), ("x${open", "${open"),
            ("${config.a", "${config.a"), ("${secret.key}", "secret.key"), ("${env.HOME}", "env.HOME"),
        ]
    )
    func unknown(text: String, name: String) {
        let error = #expect(throws: Template.UnknownReference.self) { try Template.read(text).get() }
        #expect(error?.text == name)
    }

    @Test("a secret cannot be part of a text")
    func secrets() {
        #expect(throws: AdapterError.self) { try resolved("Bearer ${config.key}") }
    }
}
