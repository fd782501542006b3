import Foundation
import HTTPTypes

@testable import ConsentTesting

/// What came back before the connection ended.
struct Answer {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    /// Whether the body is as long as was announced.
    var isWhole: Bool { headers["content-length"].flatMap { Int($0) } == body.count }

    /// The body as a JSON object.
    var object: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
    }

    /// The records of a page.
    var content: [[String: Any]] { object["content"] as? [[String: Any]] ?? [] }

    /// The ids and instants of a page's records, for comparing pages.
    var records: [String] {
        content.map { "\($0["id"] as? String ?? "-") \($0["lastModifiedDate"] as? String ?? "-")" }
    }

    /// The place of the next page.
    var continuation: String? { object["requestContinuation"] as? String }
}

/// Somebody who can be asked: a scenario in this process, or a server at the other end of a socket.
protocol Asked {
    mutating func exchange(_ request: ScriptedRequest) async throws -> Answer
}

extension ScenarioPlayer: Asked {
    mutating func exchange(_ request: ScriptedRequest) -> Answer {
        let answer = answer(request, at: Date(timeIntervalSince1970: 1_800_000_000)).answer
        var headers = ["content-length": String(answer.body.count)]
        for field in answer.headers { headers[field.name.canonicalName] = field.value }
        var body = answer.body
        if case .cutOff(let byteCount) = answer.delivery { body = Array(body.prefix(byteCount)) }
        return Answer(status: answer.status, headers: headers, body: body)
    }
}

/// The smallest client that can see how an answer ended, over plain sockets. A library's client would repeat some
/// requests on its own.
struct Client: Asked {
    let port: Int

    func exchange(_ request: ScriptedRequest) async throws -> Answer {
        let socket = try LoopbackSocket(port: port)
        defer { socket.close() }
        return try await Self.exchange(request, over: socket)
    }

    /// Asks over a connection that stays open, unless the server ends it.
    static func exchange(_ request: ScriptedRequest, over socket: LoopbackSocket) async throws -> Answer {
        let target = request.query.isEmpty ? request.path : request.path + "?" + request.query
        var head = "\(request.method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if !request.body.isEmpty { head += "Content-Length: \(request.body.count)\r\n" }
        for field in request.headers { head += "\(field.name): \(field.value)\r\n" }
        let bytes = Array((head + "\r\n").utf8) + request.body
        return answer(try await socket.exchange(bytes) { answer($0).isWhole })
    }

    private static func answer(_ bytes: [UInt8]) -> Answer {
        let end = Data(bytes).range(of: Data("\r\n\r\n".utf8))
        let head = String(decoding: bytes.prefix(end?.lowerBound ?? 0), as: UTF8.self)
        var lines = head.components(separatedBy: "\r\n")
        let status = lines.removeFirst().split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[line[..<colon].lowercased()] = value
        }
        return Answer(status: status, headers: headers, body: Array(bytes.dropFirst(end?.upperBound ?? 0)))
    }
}
