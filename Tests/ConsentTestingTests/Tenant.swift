import Foundation
import HTTPTypes

@testable import ConsentTesting

/// Where the scenario files of this project are.
let scenarioFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/scenarios")

/// A scenario file of this project.
func fixture(_ name: String) throws -> Scenario {
    try Scenario(contentsOf: scenarioFolder.appendingPathComponent(name + ".yaml").path)
}

extension HTTPFields {
    /// Fields by their names; those without a value are left out.
    init(_ values: KeyValuePairs<String, String?>) {
        self.init()
        for (name, value) in values {
            if let name = HTTPField.Name(name) { self[name] = value }
        }
    }
}

extension ScriptedRequest {
    /// A request without those parts that are not given.
    init(method: String, path: String, query: String = "", body: [UInt8] = []) {
        self.init(method: method, path: path, query: query, headers: [:], body: body)
    }
}

/// The requests that a client of the scenarios' tenant sends.
enum Tenant {
    static let feedPath = "/rest/api/consent/v4/datasubjects"
    static let detailsPath = "/rest/api/consent/v4/datasubjects/details"

    static func token(secret: String = "demo-secret") -> ScriptedRequest {
        let form = "grant_type=client_credentials&client_id=demo-client&client_secret=\(secret)"
        return ScriptedRequest(method: "POST", path: "/api/access/v1/oauth/token", body: Array(form.utf8))
    }

    static func page(
        from: String = "2026-10-30T00:00:00Z",
        to: String = "2026-11-05T00:00:00Z",
        more: String = "&size=50",
        continuation: String? = nil,
        token: String? = "scripted-token-1"
    ) -> ScriptedRequest {
        ScriptedRequest(
            method: "GET",
            path: feedPath,
            query: "fromDate=\(from)&toDate=\(to)\(more)",
            headers: HTTPFields([
                "authorization": token.map { "Bearer \($0)" }, "requestContinuation": continuation,
            ]),
            body: []
        )
    }

    static func details(_ identifier: String?, token: String = "scripted-token-1") -> ScriptedRequest {
        ScriptedRequest(
            method: "GET",
            path: detailsPath,
            query: "includeConsentStrings=true",
            headers: HTTPFields(["authorization": "Bearer \(token)", "identifier": identifier]),
            body: []
        )
    }
}

/// Pulls the whole tenant the way a patient client does: window by window, page by page, asking again when something
/// goes wrong, without waiting.
struct Pull<Server: Asked> {
    var server: Server
    private(set) var records: [String] = []
    private(set) var pageCount = 0
    private(set) var refusals: [Int] = []
    private(set) var brokenCount = 0
    private var token: String?

    /// The borders of four windows that share their ends.
    static var borders: [String] {
        ["2026-10-30", "2026-11-05", "2026-11-11", "2026-11-17", "2026-11-23"].map { $0 + "T00:00:00Z" }
    }

    init(_ server: Server) {
        self.server = server
    }

    mutating func run() async throws {
        for (from, to) in zip(Self.borders, Self.borders.dropFirst()) {
            var continuation: String?
            repeat {
                let page = try await wholePage(from: from, to: to, continuation: continuation)
                pageCount += 1
                records += page.records
                continuation = page.continuation
            } while continuation != nil
        }
    }

    private mutating func wholePage(from: String, to: String, continuation: String?) async throws -> Answer {
        for _ in 0..<10 {
            if token == nil { token = try await server.exchange(Tenant.token()).object["access_token"] as? String }
            let answer = try await server.exchange(
                Tenant.page(from: from, to: to, continuation: continuation, token: token)
            )
            if answer.status == 200, answer.isWhole { return answer }
            if answer.status == 401 { token = nil }
            if answer.status == 200 { brokenCount += 1 } else { refusals.append(answer.status) }
        }
        throw PullFailed()
    }

    struct PullFailed: Error {}
}
