import ConsentTranslation
import Testing

@testable import ConsentAdapters

@Suite("How a manifest says that requests are authorized")
struct AuthenticationTests {
    /// The source of a manifest with this section `auth`.
    private func source(_ auth: String) throws -> ConsentSource {
        try Acme.source(
            """
            manifest: "1"
            adapter: { id: acme-api, version: 1.0.0, vendor: Acme, title: Acme API }
            config:
              tenant: { default: shop }
              key: { required: true, secret: true }
              other: { secret: true }
            host: cmp.example.com
            hosts: { login: "login-${config.tenant}.example.com" }
            auth: \(auth)
            streams:
              changes: { kind: changes, path: /all, items: content }
            inputs:
              - item: { required: [id, choices] }
            record:
              decisions:
                - { each: choices, kind: purpose, states: { "yes": granted } }
            """
        )
    }

    private let connection = Connection(values: ["tenant": "shop"], secrets: ["key": Secret("s3cret")])

    @Test("credentials in headers, with a word in front; an optional one that is not given is not sent")
    func headers() throws {
        let source = try source(
            "{ kind: headers, headers: { ApiKey: \"${config.key}\", x-other: \"Bearer ${config.other}\" } }"
        )
        guard case .headers(let fields) = source.authentication else { return #expect(Bool(false)) }
        var sent = try source.fields(fields, of: connection)
        #expect(sent.map(\.name) == ["ApiKey"])
        #expect(sent.map { $0.value.reveal() } == ["s3cret"])
        #expect(!"\(sent)".contains("s3cret"))
        var both = connection
        both.secrets["other"] = Secret("0ther")
        sent = try source.fields(fields, of: both)
        #expect(sent.map { $0.value.reveal() } == ["s3cret", "Bearer 0ther"])
        both.secrets = [:]
        #expect(throws: AdapterError.self) { try source.fields(fields, of: both) }
    }

    @Test("the other schemes that need no request of their own")
    func fixed() throws {
        #expect(try source("{ kind: none }").authentication == ConsentSource.Authentication.none)
        #expect(try source("{ kind: bearer, token: \"${config.key}\" }").authentication == .bearer(token: "key"))
        let basic = try source("{ kind: basic, user: \"me@${config.tenant}\", password: \"${config.key}\" }")
        guard case .basic(let rule) = basic.authentication else { return #expect(Bool(false)) }
        let user = try basic.user(rule, of: connection)
        #expect(user.name == "me@shop")
        #expect(user.password.reveal() == "s3cret")
        let query = try source("{ kind: query, fields: { api_key: \"${config.key}\" } }")
        guard case .query(let fields) = query.authentication else { return #expect(Bool(false)) }
        #expect(try query.fields(fields, of: connection).map(\.name) == ["api_key"])
    }

    private static let login = """
        { kind: session, login: { host: login, path: /in, body: { type: "key ${config.tenant}", of: { a: "${config.key}" } }, \
        token: data.token, expires_in: data.life, lifetime: 55m } }
        """

    @Test("a login is a JSON object on a host of its own; only its body holds the credential")
    func session() throws {
        let source = try source(Self.login)
        guard case .session(let session) = source.authentication else { return #expect(Bool(false)) }
        let request = try source.loginRequest(session, for: connection)
        #expect(request.plan.url == "https://login-shop.example.com/in")
        #expect(request.plan.method == .post)
        #expect(request.body.reveal() == #"{"type":"key shop","of":{"a":"s3cret"}}"#)
        #expect(!"\(request)".contains("s3cret"))
        #expect(try source.hosts(of: connection) == ["cmp.example.com", "login-shop.example.com"])
        #expect(try source.checked(Connection(secrets: connection.secrets)).values == ["tenant": "shop"])
    }

    @Test(
        "the token and its life are where the manifest says; without a life the manifest's own counts",
        arguments: [
            (#"{"data":{"token":"t","life":60}}"#, 60_000), (#"{"data":{"token":"t","life":"60"}}"#, 60_000),
            (#"{"data":{"token":"t"}}"#, 3_300_000), (#"{"data":{"token":"t","life":-1}}"#, 3_300_000),
            (#"{"data":{"token":"t","life":1e300}}"#, 3_300_000), (#"{"data":{"token":"t","life":"soon"}}"#, 3_300_000),
        ]
    )
    func tokens(answer: String, life: Int64) throws {
        guard case .session(let session) = try source(Self.login).authentication else { return #expect(Bool(false)) }
        let token = try #require(session.token(in: Array(answer.utf8)))
        #expect(token.value.reveal() == "t")
        #expect(token.milliseconds == life)
    }

    @Test(
        "what cannot be sent is no token",
        arguments: [
            "", "<html>", "{}", #"{"data":{}}"#, #"{"data":{"token":""}}"#, #"{"data":{"token":7}}"#,
            #"{"data":{"token":"a b"}}"#, #"{"data":{"token":"a\n"}}"#, #"{"token":"t"}"#,
        ]
    )
    func noToken(answer: String) throws {
        guard case .session(let session) = try source(Self.login).authentication else { return #expect(Bool(false)) }
        #expect(session.token(in: Array(answer.utf8)) == nil)
    }
}
