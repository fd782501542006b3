import Foundation
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
        let error = #expect(throws: ScenarioError.self) { try scenario(Limits.maxFaultsPerRoute + 1) }
        #expect(error?.message.contains("at most 1000") == true)
    }

    @Test("routes")
    func routes() throws {
        func scenario(_ count: Int) throws -> Scenario {
            let routes = (1..<count).map { "  - { name: r\($0), get: /r\($0), answer: { json: '{}' } }\n" }.joined()
            return try read(spoiled("faults:", routes + "faults:"))
        }
        #expect(try scenario(Limits.maxRoutes).routes.count == Limits.maxRoutes)
        #expect(throws: ScenarioError.self) { try scenario(Limits.maxRoutes + 1) }
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
        #expect(throws: ScenarioError.self) { try scenario(Limits.maxCollections + 1) }
    }

    @Test("values of a file, those that aliases stand for included")
    func values() throws {
        // The list's own place, the key and the top mapping count too.
        let list = (0..<Limits.maxScenarioNodes - 3).map(String.init).joined(separator: ",")
        let atLimit = #expect(throws: ScenarioError.self) { try read("rouds: [\(list)]") }
        #expect(atLimit?.code == .unknownKey)
        let above = #expect(throws: ScenarioError.self) { try read("rouds: [\(list),0]") }
        #expect(above?.code == .tooLarge)
    }

    @Test("bytes of a file")
    func bytes() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        let text = ScenarioMistakesTests.right + "\n#"
        let filled = text + String(repeating: "-", count: Limits.maxScenarioBytes - text.utf8.count)
        try filled.write(to: file, atomically: true, encoding: .utf8)
        #expect(try Scenario(contentsOf: file.path).name == "small")
        try (filled + "-").write(to: file, atomically: true, encoding: .utf8)
        let error = #expect(throws: ScenarioError.self) { try Scenario(contentsOf: file.path) }
        #expect(error?.code == .tooLarge)
    }

    @Test("waits, windows and pages")
    func lengths() throws {
        let wait = Limits.maxWaitSeconds
        #expect(throws: Never.self) { try read(spoiled("cut_off: 60%", "delay: \(wait)s")) }
        #expect(throws: ScenarioError.self) { try read(spoiled("cut_off: 60%", "delay: \(wait * 1_000 + 1)ms")) }
        #expect(throws: Never.self) { try read(spoiled("7d", "\(Limits.maxWindowDays)d")) }
        #expect(throws: ScenarioError.self) { try read(spoiled("7d", "\(Limits.maxWindowDays + 1)d")) }
        #expect(throws: Never.self) { try read(spoiled("max_size: 50", "max_size: \(Limits.maxPageSize)")) }
        #expect(throws: ScenarioError.self) { try read(spoiled("max_size: 50", "max_size: \(Limits.maxPageSize + 1)")) }
    }

    @Test("people, also when a scenario is scaled")
    func people() throws {
        #expect(throws: ScenarioError.self) {
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
        let answer = ScriptedAnswer(status: 200, headers: [], body: [])
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
