/// Placeholder for the module's first type; see the pulses.
enum OptimizerModule {}
