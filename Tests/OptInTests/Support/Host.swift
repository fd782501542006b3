import OptIn

/// Somebody who holds the I/O of a service: performs its effects as the documentation of ``OptInEffect`` tells.
final class Host {
    /// What a listener does besides being recorded.
    typealias Action = (Host) throws -> Void

    struct Failure: Error, Equatable {}

    var service: OptInService
    /// The cookie's value.
    var cookie: String?
    /// What has been called and written, in order.
    private(set) var log: [String] = []
    var actions: [OptInListener: Action] = [:]
    var now: Int64 = 1_705_320_000_000

    init(_ configuration: OptInConfiguration, cookie: String? = nil) {
        self.cookie = cookie
        service = OptInService(configuration, cookie: cookie.map(OptInCookieContent.init(value:)))
    }

    func perform(_ effects: [OptInEffect]) throws {
        for effect in effects {
            switch effect {
            case .notify(let listener): try call(listener)
            case .storePermissions:
                write(service.permissionsCookie(over: cookie.map(OptInCookieContent.init(value:)), at: now))
            case .memoize(let memo):
                write(service.memoCookie(memo, over: cookie.map(OptInCookieContent.init(value:)), at: now))
            case .serveQueue:
                do {
                    while let listener = service.nextInQueue() { try call(listener) }
                } catch {
                    log.append("swallowed")
                }
            }
        }
    }

    private func call(_ listener: OptInListener) throws {
        log.append(
            "\(listener.label) \(service.permissions.approved.categories.map(\.rawValue).joined(separator: ","))"
        )
        try actions[listener]?(self)
    }

    private func write(_ assignment: String?) {
        guard let assignment else { return }
        cookie = assignment.split(separator: ";").first?.split(separator: "=").last.map(String.init)
        log.append("cookie")
    }
}
