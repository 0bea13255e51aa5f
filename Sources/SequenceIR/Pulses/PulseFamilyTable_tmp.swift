extension PulseFamily { package static let all: [PulseFamily] = [] }
