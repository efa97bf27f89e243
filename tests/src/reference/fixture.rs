//! Reads fields, numbers and matrices of fixtures. Fixtures hold data as batch × features, which are
//! transposed here to units × points. It knows no case.

use autodiff::Matrix;
use nn::Param;
use serde_json::Value;

/// The field `key` of an object.
pub(super) fn get<'a>(value: &'a Value, key: &str) -> Result<&'a Value, String> {
    value.get(key).ok_or_else(|| format!("field {key} is missing"))
}

pub(super) fn array(value: &Value) -> Result<&[Value], String> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| format!("a list is needed, got {value}"))
}

pub(super) fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| format!("a text is needed, got {value}"))
}

pub(super) fn number(value: &Value) -> Result<f64, String> {
    value.as_f64().ok_or_else(|| format!("a number is needed, got {value}"))
}

pub(super) fn index(value: &Value) -> Result<usize, String> {
    value.as_u64().map(|n| n as usize).ok_or_else(|| format!("a count is needed, got {value}"))
}

pub(super) fn indices(value: &Value) -> Result<Vec<usize>, String> {
    array(value)?.iter().map(index).collect()
}

pub(super) fn texts(value: &Value) -> Result<Vec<&str>, String> {
    array(value)?.iter().map(text).collect()
}

/// All numbers of a number, a list, a list of lists …, in reading order.
pub(super) fn numbers(value: &Value) -> Result<Vec<f64>, String> {
    match value {
        Value::Array(items) => Ok(items.iter().map(numbers).collect::<Result<Vec<_>, _>>()?.concat()),
        other => Ok(vec![number(other)?]),
    }
}

/// The number in a field, or `default` if there is none.
pub(super) fn number_or(value: &Value, key: &str, default: f64) -> Result<f64, String> {
    value.get(key).map_or(Ok(default), number)
}

/// A list of rows.
pub(super) fn matrix(value: &Value) -> Result<Matrix, String> {
    let rows = array(value)?.iter().map(numbers).collect::<Result<Vec<_>, _>>()?;
    Ok(Matrix::from_rows(&rows))
}

/// Batch × features, transposed to units × points.
pub(super) fn points(value: &Value) -> Result<Matrix, String> {
    Ok(matrix(value)?.transposed())
}

/// A list of numbers as one column.
pub(super) fn column(value: &Value) -> Result<Matrix, String> {
    let data = numbers(value)?;
    Ok(Matrix::new(data.len(), 1, data))
}

/// One column per label, with 1 in the row of its class.
pub(super) fn one_hot(labels: &Value, classes: usize) -> Result<Matrix, String> {
    let labels = indices(labels)?;
    let entry = |k: usize| f64::from(u8::from(labels[k % labels.len()] == k / labels.len()));
    Ok(Matrix::new(classes, labels.len(), (0..classes * labels.len()).map(entry).collect()))
}

/// The targets of a case, units × points: the field `labels`, else `key`. A flat list holds labels,
/// which become one-hot.
pub(super) fn targets(case: &Value, key: &str, units: usize) -> Result<Matrix, String> {
    let given = match case.get("labels") {
        Some(labels) => labels,
        None => get(case, key)?,
    };
    match array(given)?.first() {
        Some(Value::Array(_)) => points(given),
        _ => one_hot(given, units),
    }
}

/// These columns of a matrix.
pub(super) fn columns(of: &Matrix, which: &[usize]) -> Matrix {
    let entry = |k: usize| of.get(k / which.len(), which[k % which.len()]);
    Matrix::new(of.rows, which.len(), (0..of.rows * which.len()).map(entry).collect())
}

/// The values of a catalog entry's parameters: given by name, else the defaults.
pub(super) fn param_values(params: &[Param], given: &Value) -> Result<Vec<f64>, String> {
    params.iter().map(|param| number_or(given, param.name, param.default)).collect()
}
