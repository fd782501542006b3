import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A server on 127.0.0.1 that behaves as badly as a test wants: one thread listens, one serves each connection.
final class LoopbackServer: @unchecked Sendable {
    /// A request as it arrived.
    struct Request: Sendable {
        let method: String
        let path: String
        let headers: [(name: String, value: String)]
        let body: [UInt8]
        /// The number of this request on the server, from 1.
        let number: Int
        /// The number of its connection, from 1.
        let connection: Int

        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    /// One thing that the server does in answer to a request.
    enum Step: Sendable {
        /// Sends bytes.
        case send([UInt8])
        /// Sends bytes one at a time with a short pause between them, until the peer has enough.
        case drip([UInt8])
        /// Keeps still until the peer closes the connection or the server stops.
        case hang
        /// Closes the connection.
        case close
    }

    private struct State {
        var requests: [Request] = []
        var connections = 0
        var sockets: Set<Int32> = []
        var threads: [pthread_t] = []
        var isStopped = false
        var sentBytes = 0
    }

    let port: Int
    private let listener: Int32
    private let state = Mutex(State())
    private let greeting: [Step]
    private let answer: @Sendable (Request) -> [Step]

    /// Starts a server that answers each request with the steps of `answer`. A greeting is sent at once on every
    /// connection, whatever the peer says.
    init(greeting: [Step] = [], _ answer: @escaping @Sendable (Request) -> [Step]) throws {
        self.greeting = greeting
        self.answer = answer
        (listener, port) = try LoopbackServer.listen()
        spawn { $0.accept() }
    }

    /// Closes everything and returns once all threads have ended.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        while let thread = state.withLock({ $0.threads.popLast() }) {
            pthread_join(thread, nil)
        }
        close(listener)
    }

    /// Runs a test against a server and stops it afterwards, whatever happens.
    static func with<Value>(
        greeting: [Step] = [],
        _ answer: @escaping @Sendable (Request) -> [Step],
        _ body: (LoopbackServer) async throws -> Value
    ) async throws -> Value {
        let server = try LoopbackServer(greeting: greeting, answer)
        defer { server.stop() }
        return try await body(server)
    }

    func url(_ path: String = "/", host: String = "127.0.0.1") -> String { "http://\(host):\(port)\(path)" }

    /// Returns once no connection is open.
    func waitForDisconnect() async {
        while !state.withLock({ $0.sockets.isEmpty }) { await Task.yield() }
    }

    var requests: [Request] { state.withLock { $0.requests } }

    /// Bytes that the system took from the server for its peers.
    var sentBytes: Int { state.withLock { $0.sentBytes } }

    var connections: Int { state.withLock { $0.connections } }
}

/// A socket call that failed.
struct SocketFailure: Error {
    let call: String
}

extension LoopbackServer {
    private static func listen() throws -> (Int32, Int) {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw SocketFailure(call: "socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && Self.begin(descriptor)
                    && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard isBound else {
            close(descriptor)
            throw SocketFailure(call: "bind")
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func begin(_ descriptor: Int32) -> Bool {
        #if canImport(Glibc)
            Glibc.listen(descriptor, 128) == 0
        #else
            Darwin.listen(descriptor, 128) == 0
        #endif
    }

    private func spawn(_ work: @escaping @Sendable (LoopbackServer) -> Void) {
        let box = Unmanaged.passRetained(ThreadWork { work(self) })
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().run()
                return nil
            },
            box.toOpaque()
        )
        guard code == 0 else { return box.release() }
        state.withLock { $0.threads.append(thread) }
    }

    private func accept() {
        while true {
            #if canImport(Glibc)
                let socket = Glibc.accept(listener, nil, nil)
            #else
                let socket = Darwin.accept(listener, nil, nil)
            #endif
            guard socket >= 0 else { return }
            let number: Int? = state.withLock { state in
                guard !state.isStopped else { return nil }
                state.connections += 1
                state.sockets.insert(socket)
                return state.connections
            }
            guard let number else {
                close(socket)
                return
            }
            spawn { $0.serve(socket, connection: number) }
        }
    }

    private func serve(_ socket: Int32, connection: Int) {
        var reader = RequestReader(socket: socket)
        let isGreeted = greeting.allSatisfy { perform($0, on: socket) }
        serving: while isGreeted, let (head, body) = reader.next() {
            let request = state.withLock { state in
                let request = Request(
                    method: head.method,
                    path: head.path,
                    headers: head.headers,
                    body: body,
                    number: state.requests.count + 1,
                    connection: connection
                )
                state.requests.append(request)
                return request
            }
            for step in answer(request) where !perform(step, on: socket) { break serving }
        }
        _ = state.withLock { $0.sockets.remove(socket) }
        close(socket)
    }

    /// Performs a step; false ends the connection.
    private func perform(_ step: Step, on socket: Int32) -> Bool {
        switch step {
        case .send(let bytes): return write(bytes, to: socket)
        case .drip(let bytes):
            return bytes.allSatisfy { byte in
                usleep(20_000)
                return write([byte], to: socket)
            }
        case .hang:
            var byte: UInt8 = 0
            while recv(socket, &byte, 1, 0) > 0 {}
            return false
        case .close: return false
        }
    }

    private func write(_ bytes: [UInt8], to socket: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
            state.withLock { $0.sentBytes += count }
        }
        return true
    }
}

/// The work of one thread.
private final class ThreadWork: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

/// Reads requests with a `Content-Length` body from a connection.
private struct RequestReader {
    struct Head {
        let method: String
        let path: String
        let headers: [(name: String, value: String)]
    }

    let socket: Int32
    private var buffer: [UInt8] = []

    init(socket: Int32) {
        self.socket = socket
    }

    mutating func next() -> (Head, [UInt8])? {
        while true {
            if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
                let text = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                buffer.removeSubrange(..<end.upperBound)
                return parse(text)
            }
            guard receive() else { return nil }
        }
    }

    private mutating func parse(_ text: String) -> (Head, [UInt8])? {
        let lines = text.split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard let name = parts.first else { return nil }
            return (String(name), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        while buffer.count < length {
            guard receive() else { return nil }
        }
        let body = Array(buffer.prefix(length))
        buffer.removeFirst(length)
        return (Head(method: String(words[0]), path: String(words[1]), headers: headers), body)
    }

    private mutating func receive() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var count = recv(socket, &chunk, chunk.count, 0)
        while count < 0, errno == EINTR { count = recv(socket, &chunk, chunk.count, 0) }
        guard count > 0 else { return false }
        buffer += chunk.prefix(count)
        return true
    }
}
