import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A connection to 127.0.0.1.
struct LoopbackSocket {
    /// The system call that failed.
    struct Failure: Error {
        let call: String
        let number: Int32
    }

    private let descriptor: Int32

    /// Connects. Whoever connects closes.
    init(port: Int) throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw Failure(call: "socket", number: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            let number = errno
            close()
            throw Failure(call: "connect", number: number)
        }
    }

    /// Sends bytes and reads until what came is whole, or the other side closes.
    ///
    /// The calls block, and the server needs the threads that tasks run on: so they get a thread of their own.
    func exchange(_ request: [UInt8], isWhole: @escaping @Sendable ([UInt8]) -> Bool) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try blockingExchange(request, isWhole: isWhole) })
            }
        }
    }

    /// Gives the connection back.
    func close() {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }

    private func blockingExchange(_ request: [UInt8], isWhole: ([UInt8]) -> Bool) throws -> [UInt8] {
        guard send(descriptor, request, request.count, 0) == request.count else {
            throw Failure(call: "send", number: errno)
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !isWhole(answer) {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return answer }
            answer += buffer.prefix(count)
        }
        return answer
    }
}
