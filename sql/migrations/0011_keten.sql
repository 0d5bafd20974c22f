-- Part keten: allocations with what led to them and came of them, and trajectories.
SELECT 1;
