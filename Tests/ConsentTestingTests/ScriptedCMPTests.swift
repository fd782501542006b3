import Foundation
import Testing

@testable import ConsentTesting

@Suite("A scripted server on loopback")
struct ScriptedCMPTests {
    @Test("plays the bad day over HTTP: every record arrives, every fault is in the log")
    func badDay() async throws {
        var expected = Pull(ScenarioPlayer(try fixture("onetrust-v4-quiet")))
        try await expected.run()
        try await ScriptedCMP.run(try fixture("onetrust-v4")) { server in
            #expect(server.baseURL == "http://127.0.0.1:\(server.port)")
            var pull = Pull(Client(port: server.port))
            try await pull.run()
            #expect(pull.records == expected.records)
            #expect(pull.refusals == [429, 500, 429, 401])
            #expect(pull.brokenCount == 1)
            let log = server.log
            #expect(log.faults == ["status 429", "status 500", "cut off at 60%", "status 429", "tokens revoked"])
            #expect(log.tokensIssued == 2)
            #expect(log.unmatched.isEmpty)
            #expect(log.entries(of: "feed").count == expected.pageCount + 5)
            #expect(log.entries(of: "feed").reduce(0) { $0 + $1.recordCount } == expected.records.count)
            #expect(log.requestCount == log.entries.count)
        }
    }

    @Test("announces the whole page and ends in the middle")
    func halfPage() async throws {
        try await ScriptedCMP.run(try fixture("onetrust-v4-half-page")) { server in
            let client = Client(port: server.port)
            _ = try await client.exchange(Tenant.token())
            for _ in 0..<3 {
                let answer = try await client.exchange(Tenant.page())
                let announced = try #require(answer.headers["content-length"].flatMap { Int($0) })
                #expect(answer.status == 200)
                #expect(answer.body.count == announced / 2)
            }
        }
    }

    @Test("answers HTML where data was asked for, but not where a token was")
    func html() async throws {
        try await ScriptedCMP.run(try fixture("onetrust-v4-html")) { server in
            let client = Client(port: server.port)
            #expect(try await client.exchange(Tenant.token()).object["access_token"] is String)
            for request in [Tenant.page(), Tenant.details("C-00000001")] {
                let answer = try await client.exchange(request)
                #expect(answer.status == 200)
                #expect(answer.headers["content-type"]?.hasPrefix("text/html") == true)
                #expect(answer.body.starts(with: "<!DOCTYPE html>".utf8))
            }
        }
    }

    @Test("hangs up without a word, delays, and rests in the middle of a body")
    func hangUp() async throws {
        let yaml = ScenarioMistakesTests.right
            .replacing("at: 3, status: 500", with: "at: 1, hang_up: true")
            .replacing("at: 4, cut_off: 60%", with: "at: 2, delay: 1ms }\n    - { at: 3, pause: 1ms")
            .replacing("    bearer: true\n", with: "")
        try await ScriptedCMP.run(try Scenario(yaml: yaml, file: "small.yaml")) { server in
            let client = Client(port: server.port)
            let request = ScriptedRequest(
                method: "GET",
                path: "/feed",
                query: "a=2026-10-30T00:00:00Z&b=2026-11-06T00:00:00Z"
            )
            var answers: [Answer] = []
            for _ in 0..<4 { answers.append(try await client.exchange(request)) }
            #expect(answers.map(\.status) == [0, 200, 200, 200])
            #expect(answers[0].headers.isEmpty)
            #expect(answers[1...].allSatisfy { $0.isWhole && $0.body == answers[3].body })
            #expect(server.log.entries.map(\.status) == [0, 200, 200, 200])
        }
    }

    @Test("keeps what no route matched")
    func unmatched() async throws {
        try await ScriptedCMP.run(try fixture("onetrust-v4-quiet")) { server in
            let answer = try await Client(port: server.port).exchange(
                ScriptedRequest(method: "GET", path: "/api/v9/nothing", query: "a=b")
            )
            #expect(answer.status == 501)
            #expect(server.log.unmatched.map(\.path) == ["/api/v9/nothing"])
        }
    }

    @Test("is gone when the closure has returned, and gives back what that returned")
    func ends() async throws {
        let port = try await ScriptedCMP.run(try fixture("onetrust-v4-quiet")) { server in server.port }
        await #expect(throws: LoopbackSocket.Failure.self) { try await Client(port: port).exchange(Tenant.token()) }
    }

    @Test("answers several requests over one connection, and is gone although the client keeps that open")
    func keptConnection() async throws {
        let (port, socket) = try await ScriptedCMP.run(try fixture("onetrust-v4-quiet")) { server in
            let socket = try LoopbackSocket(port: server.port)
            #expect(try await Client.exchange(Tenant.token(), over: socket).status == 200)
            for _ in 0..<3 {
                #expect(try await Client.exchange(Tenant.page(), over: socket).content.count == 50)
            }
            return (server.port, socket)
        }
        defer { socket.close() }
        #expect(throws: LoopbackSocket.Failure.self) { try LoopbackSocket(port: port) }
    }

    @Test("is gone when the closure has thrown, and throws the same")
    func throwing() async throws {
        struct Stop: Error, Equatable { let port: Int }
        let stop = await #expect(throws: Stop.self) {
            try await ScriptedCMP.run(try fixture("onetrust-v4-quiet")) { server in throw Stop(port: server.port) }
        }
        let port = try #require(stop?.port)
        await #expect(throws: LoopbackSocket.Failure.self) { try await Client(port: port).exchange(Tenant.token()) }
    }

    @Test("says so when its port is taken")
    func portTaken() async throws {
        let scenario = try fixture("onetrust-v4-quiet")
        try await ScriptedCMP.run(scenario) { server in
            await #expect(throws: (any Error).self) {
                try await ScriptedCMP.run(scenario, port: server.port) { _ in }
            }
        }
    }

    @Test("serves until its task is cancelled, and that is no error")
    func longRunning() async throws {
        let server = ScriptedCMP(try fixture("onetrust-v4-quiet"))
        let (listening, announcement) = AsyncStream.makeStream(of: Int.self)
        let task = Task { try await server.run { announcement.yield($0.port) } }
        let port = try #require(await listening.first { _ in true })
        #expect(try await Client(port: port).exchange(Tenant.token()).status == 200)
        #expect(server.log.tokensIssued == 1)
        task.cancel()
        try await task.value
        await #expect(throws: LoopbackSocket.Failure.self) { try await Client(port: port).exchange(Tenant.token()) }
    }
}
