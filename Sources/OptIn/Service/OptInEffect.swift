/// Somebody who is told about permissions, known to the service by a label.
public struct OptInListener: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The label; two listeners of one label are the same.
    public let label: String

    /// Names a listener.
    public init(_ label: String) {
        self.label = label
    }

    /// Names a listener.
    public init(stringLiteral label: String) {
        self.label = label
    }
}

/// Something that ``OptInService`` wants done; whoever holds the I/O does it.
///
/// Do effects in order, and stop at the first that fails: in the library a listener that throws loses the cookie and
/// the queue, though not the new state. Ask the service for the permissions at each call rather than once before: a
/// listener may have changed them.
public enum OptInEffect: Sendable, Hashable {
    /// Call the listener with the service's ``OptInService/permissions``.
    case notify(OptInListener)
    /// Write ``OptInService/permissionsCookie(over:at:)``.
    case storePermissions
    /// Write ``OptInService/memoCookie(_:over:at:)``.
    case memoize(OptInCookieContent)
    /// Call whom ``OptInService/nextInQueue()`` names until there is nobody left. A failure in one of them goes no
    /// further; the others wait for the next completion.
    case serveQueue
}
