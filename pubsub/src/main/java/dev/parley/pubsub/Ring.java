package dev.parley.pubsub;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A queue that can be looked into by index; it grows as needed. One caller at a time. */
final class Ring<T> {
    private @Nullable Object[] items = new Object[8];
    private int first;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** @param index 0 for the one that was added first */
    @SuppressWarnings("unchecked")
    T at(int index) {
        Object item = items[(first + index) % items.length];
        if (index >= size || item == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return (T) item;
    }

    void add(T item) {
        if (size == items.length) {
            Object[] more = Arrays.copyOfRange(items, first, first + items.length * 2);
            System.arraycopy(items, 0, more, items.length - first, first);
            items = more;
            first = 0;
        }
        items[(first + size++) % items.length] = item;
    }

    T removeFirst() {
        T removed = at(0);
        items[first] = null;
        first = (first + 1) % items.length;
        size--;
        return removed;
    }

    void clear() {
        items = new Object[8];
        first = 0;
        size = 0;
    }
}
