package verge.sim.model;

import java.util.Arrays;

/**
 * Points on a map in square cells, so that those near a place are found without looking at all.
 * Building costs as much as there are points and cells, of which there are no more than points; a
 * query of the cells' own size looks at nine cells. Nothing is allocated after construction.
 */
public final class SpatialGrid {

    private final int most;
    private final int[] cellOffset;     // [most + 1]
    private final int[] member;         // [most] points grouped by cell, ascending within
    private final int[] cellOf;         // [most]
    private double[] x;
    private double[] y;
    private double left;
    private double bottom;
    private double side;
    private int columns;
    private int rows;

    /** @param most points at most, at least 1 */
    public SpatialGrid(int most) {
        this.most = most;
        this.cellOffset = new int[most + 1];
        this.member = new int[most];
        this.cellOf = new int[most];
    }

    /**
     * Takes points in; the arrays are kept and must not change until the next build.
     *
     * @param x          metres: {@code [points]}, 1 to {@code most}
     * @param y          metres: {@code [points]}
     * @param sideMetres wanted side of a cell, above 0; a sparse map has larger ones
     */
    public void build(double[] x, double[] y, double sideMetres) {
        this.x = x;
        this.y = y;
        left = Double.POSITIVE_INFINITY;
        bottom = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            left = Math.min(left, x[i]);
            right = Math.max(right, x[i]);
            bottom = Math.min(bottom, y[i]);
            top = Math.max(top, y[i]);
        }
        side = sideMetres;
        while ((Math.floor((right - left) / side) + 1) * (Math.floor((top - bottom) / side) + 1)
                > x.length) {
            side *= 2;
        }
        columns = (int) ((right - left) / side) + 1;
        rows = (int) ((top - bottom) / side) + 1;
        Arrays.fill(cellOffset, 0, columns * rows + 1, 0);
        for (int i = 0; i < x.length; i++) {
            cellOf[i] = row(y[i]) * columns + column(x[i]);
            cellOffset[cellOf[i] + 1]++;
        }
        for (int c = 0; c < columns * rows; c++) {
            cellOffset[c + 1] += cellOffset[c];
        }
        for (int i = x.length - 1; i >= 0; i--) {
            member[--cellOffset[cellOf[i] + 1]] = i;
        }
        for (int c = 0; c < columns * rows; c++) {
            cellOffset[c] = cellOffset[c + 1];
        }
        cellOffset[columns * rows] = x.length;
    }

    private int column(double at) {
        return (int) Math.max(0, Math.min(columns - 1, Math.floor((at - left) / side)));
    }

    private int row(double at) {
        return (int) Math.max(0, Math.min(rows - 1, Math.floor((at - bottom) / side)));
    }

    /**
     * Writes the points at most so far away, ascending, into {@code to} from {@code from} on.
     *
     * @return how many there are; where they do not fit, none is written beyond the array
     */
    public int within(double atX, double atY, double metres, int[] to, int from) {
        int count = 0;
        int lastRow = row(atY + metres);
        int lastColumn = column(atX + metres);
        for (int r = row(atY - metres); r <= lastRow; r++) {
            for (int c = column(atX - metres); c <= lastColumn; c++) {
                int cell = r * columns + c;
                for (int k = cellOffset[cell]; k < cellOffset[cell + 1]; k++) {
                    if (square(member[k], atX, atY) <= metres * metres) {
                        if (from + count < to.length) {
                            to[from + count] = member[k];
                        }
                        count++;
                    }
                }
            }
        }
        if (from + count <= to.length) {
            Arrays.sort(to, from, from + count);
        }
        return count;
    }

    /** The nearest point; of several, the first. */
    public int nearest(double atX, double atY) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        int atRow = row(atY);
        int atColumn = column(atX);
        for (int ring = 0; ring <= Math.max(rows, columns); ring++) {
            // Whoever lies in this ring is at least ring - 1 whole cells away, unless the place
            // itself lies outside of the map, which only makes them farther.
            double nearest = (ring - 1) * side;
            if (best >= 0 && nearest > 0 && nearest * nearest > least) {
                break;
            }
            for (int r = atRow - ring; r <= atRow + ring; r++) {
                boolean whole = r == atRow - ring || r == atRow + ring;
                int step = whole || ring == 0 ? 1 : 2 * ring;
                for (int c = atColumn - ring; c <= atColumn + ring; c += step) {
                    if (r >= 0 && r < rows && c >= 0 && c < columns) {
                        int cell = r * columns + c;
                        for (int k = cellOffset[cell]; k < cellOffset[cell + 1]; k++) {
                            double square = square(member[k], atX, atY);
                            if (square < least || square == least && member[k] < best) {
                                least = square;
                                best = member[k];
                            }
                        }
                    }
                }
            }
        }
        return best;
    }

    private double square(int point, double atX, double atY) {
        double dx = x[point] - atX;
        double dy = y[point] - atY;
        return dx * dx + dy * dy;
    }
}
