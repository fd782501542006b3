import ConsentAdapters
import Foundation
import HTTPTypes
import Testing

@testable import ConsentTesting

@Suite("Limits hold: what is at one is taken, what is above it is refused")
struct LimitsTests {
    private func read(_ yaml: String) throws -> Scenario {
        try Scenario(yaml: yaml, file: "limits.yaml")
    }

    private func spoiled(_ old: String, _ new: String) -> String {
        ScenarioMistakesTests.right.replacing(old, with: new)
    }

    @Test("faults of a route")
    func faults() throws {
        func scenario(_ count: Int) throws -> Scenario {
            let faults = (1...count).map { "    - { at: \($0), status: 500 }" }.joined(separator: "\n")
            return try read(spoiled("    - { at: 3, status: 500 }\n    - { at: 4, cut_off: 60% }", faults))
        }
        #expect(try scenario(Limits.maxFaultsPerRoute).faults["feed"]?.count == Limits.maxFaultsPerRoute)
        let error = #expect(throws: DiagnosticsError.self) { try scenario(Limits.maxFaultsPerRoute + 1) }
        #expect(error?.description.contains("at most 1000") == true)
    }

    @Test("routes")
    func routes() throws {
        func scenario(_ count: Int) throws -> Scenario {
            let routes = (1..<count).map { "  - { name: r\($0), get: /r\($0), answer: { json: '{}' } }\n" }.joined()
            return try read(spoiled("faults:", routes + "faults:"))
        }
        #expect(try scenario(Limits.maxRoutes).routes.count == Limits.maxRoutes)
        #expect(throws: DiagnosticsError.self) { try scenario(Limits.maxRoutes + 1) }
    }

    @Test("collections")
    func collections() throws {
        func scenario(_ count: Int) throws -> Scenario {
            let one =
                "{ generate: onetrust-v4, count: 1, seed: 1, from: 2026-10-30T00:00:00Z, to: 2026-11-23T00:00:00Z }"
            let more = (1..<count).map { "  c\($0): \(one)\n" }.joined()
            return try read(spoiled("collections:\n", "collections:\n" + more))
        }
        #expect(try scenario(Limits.maxCollections).collections.count == Limits.maxCollections)
        #expect(throws: DiagnosticsError.self) { try scenario(Limits.maxCollections + 1) }
    }

    @Test("bytes of a file that a scenario names")
    func bytes() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let body = folder.appendingPathComponent("body")
        func answer(bytes count: Int) throws -> Scenario {
            #expect(FileManager.default.createFile(atPath: body.path, contents: nil))
            let handle = try FileHandle(forWritingTo: body)
            try handle.truncate(atOffset: UInt64(count))
            try handle.close()
            let yaml = spoiled("cut_off: 60%", "file: body")
            return try Scenario(yaml: yaml, file: folder.path + "/limits.yaml")
        }
        guard case .answer(let whole)? = try answer(bytes: Limits.maxFileBytes).faults["feed"]?.last?.kind else {
            Issue.record("no answer was read")
            return
        }
        #expect(whole.body.count == Limits.maxFileBytes)
        let error = #expect(throws: DiagnosticsError.self) { try answer(bytes: Limits.maxFileBytes + 1) }
        #expect(error?.diagnostics.map(\.code) == [.unreadable])
    }

    @Test("waits, windows and pages")
    func lengths() throws {
        let wait = Limits.maxWaitSeconds
        #expect(throws: Never.self) { try read(spoiled("cut_off: 60%", "delay: \(wait)s")) }
        #expect(throws: DiagnosticsError.self) { try read(spoiled("cut_off: 60%", "delay: \(wait + 1)s")) }
        #expect(throws: Never.self) { try read(spoiled("7d", "\(Limits.maxWindowDays)d")) }
        #expect(throws: DiagnosticsError.self) { try read(spoiled("7d", "\(Limits.maxWindowDays + 1)d")) }
        #expect(throws: Never.self) { try read(spoiled("max_size: 50", "max_size: \(Limits.maxPageSize)")) }
        #expect(throws: DiagnosticsError.self) {
            try read(spoiled("max_size: 50", "max_size: \(Limits.maxPageSize + 1)"))
        }
    }

    @Test("people, also when a scenario is scaled")
    func people() throws {
        #expect(throws: DiagnosticsError.self) {
            try read(spoiled("count: 10", "count: \(Limits.maxGeneratedSubjects + 1)"))
        }
        let scenario = try read(ScenarioMistakesTests.right)
        #expect(scenario.scaled(toSubjects: 1).recordCount(of: "people") == 1)
        #expect(scenario.scaled(toSubjects: 0).recordCount(of: "people") == 1)
        #expect(scenario.scaled(toSubjects: 4_000).recordCount(of: "people") ?? 0 > 4_000)
    }

    @Test("requests that the log keeps; the others are counted")
    func log() {
        let log = RequestLog()
        let request = ScriptedRequest(method: "GET", path: "/")
        let answer = ScriptedAnswer(status: 200, headers: [:], body: [])
        let outcome = ScenarioPlayer.Outcome(answer: answer, route: "r", fault: nil)
        for _ in 0...Limits.maxLoggedRequests { log.append(request, outcome) }
        #expect(log.entries.count == Limits.maxLoggedRequests)
        #expect(log.requestCount == Limits.maxLoggedRequests + 1)
    }

    @Test("bytes of a request's body")
    func body() async throws {
        try await ScriptedCMP.run(try fixture("onetrust-v4-quiet")) { server in
            let client = Client(port: server.port)
            for (size, status) in [(Limits.maxRequestBodyBytes, 401), (Limits.maxRequestBodyBytes + 1, 413)] {
                let body = Array(repeating: UInt8(ascii: "a"), count: size)
                let request = ScriptedRequest(method: "POST", path: "/api/access/v1/oauth/token", body: body)
                let answer = try await client.exchange(request)
                #expect(answer.status == status)
            }
        }
    }
}
