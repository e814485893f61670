package verge.sim.workload;

/** How the tasks of a WfCommons workflow become those of a task graph. */
public final class WorkflowUnits {

    /**
     * Cost of a task per second that it ran: what the device of MRLCO processes per unit of time, so
     * that one unit is one second on the machine of the record.
     */
    public static final double COST_BYTES_PER_SECOND = 1048576;

    private WorkflowUnits() {
    }
}
