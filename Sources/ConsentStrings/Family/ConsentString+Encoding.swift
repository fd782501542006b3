extension ConsentString {
    /// The string of this value.
    ///
    /// - Parameter enforcingRules: see ``TCString/encoded(enforcingRules:)``.
    /// - Throws: `notEncodable` or `forbidden` for what cannot be written.
    public func encoded(enforcingRules: Bool = true) throws(ConsentStringError) -> String {
        switch self {
        case .tcf2(let value): try value.encoded(enforcingRules: enforcingRules)
        case .tcf1(let value): try value.encoded()
        case .tcf1Publisher(let value): try value.encoded()
        case .gpp(let value): try value.encoded(enforcingRules: enforcingRules)
        case .usp(let value): value.encoded()
        case .ac(let value): value.encoded()
        }
    }
}
