//! In which order things are checked that need each other.

/// All indexes of `needs`, each after those that it needs, as far as they do not need each other.
pub(super) fn in_order(needs: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(needs.len());
    let mut seen = vec![false; needs.len()];
    // A stack of its own: a chain of functions may be longer than the machine's stack is deep.
    let mut stack: Vec<(usize, usize)> = Vec::new();
    for start in 0..needs.len() {
        visit(start, &mut seen, &mut stack);
        while let Some((at, next)) = stack.pop() {
            match needs.get(at).and_then(|needed| needed.get(next)) {
                Some(needed) => {
                    stack.push((at, next + 1));
                    visit(*needed, &mut seen, &mut stack);
                }
                None => order.push(at),
            }
        }
    }
    order
}

fn visit(at: usize, seen: &mut [bool], stack: &mut Vec<(usize, usize)>) {
    if let Some(seen) = seen.get_mut(at).filter(|seen| !**seen) {
        *seen = true;
        stack.push((at, 0));
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn what_is_needed_comes_first() {
        for (needs, expected) in [
            (vec![vec![1], vec![2], vec![]], vec![2, 1, 0]),
            (vec![vec![], vec![0], vec![0, 1]], vec![0, 1, 2]),
            (vec![vec![1], vec![0]], vec![1, 0]),
            (vec![vec![0, 7]], vec![0]),
        ] {
            assert_eq!(in_order(&needs), expected, "{needs:?}");
        }
        let chain: Vec<Vec<usize>> = (0..100_000).map(|at| vec![at + 1]).collect();
        assert_eq!(in_order(&chain).first(), Some(&99_999), "a long chain does not overflow the stack");
    }
}
