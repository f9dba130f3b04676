//! tmp
use super::*;
#[test]
fn dump() {
    let Ok(path) = std::env::var("DUMP") else { return };
    let (n, t): (usize, usize) =
        (std::env::var("NCOL").unwrap().parse().unwrap(), std::env::var("TCOL").unwrap().parse().unwrap());
    for line in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let f: Vec<&str> = line.split('\t').collect();
        let r = read(f[t], Some(f[n]), None);
        let v = match &r.value {
            None => "-".into(),
            Some(TargetValue::One(v)) => v.clone(),
            Some(TargetValue::Range { low, high }) => format!("{low}..{high}"),
        };
        let codes: Vec<&str> = r.diagnostics.iter().map(|d| d.code).collect();
        println!(
            "{}\t{}\t| {} {} {} {} {}\t{}",
            f[n],
            f[t],
            r.kind.ascii(),
            r.op.map_or("-", Sign::ascii),
            v,
            r.unit.as_deref().unwrap_or("-"),
            codes.join(" "),
            f.get(10..15).filter(|_| n == 5).map(|e| e.join(" ")).unwrap_or_default()
        );
    }
}
