"""What customers and the crew tend to do: habits that show over a company's life."""

from tests.factories.test_calibration import companies


def test_the_furious_come_back_less() -> None:
    sql = """SELECT avg(EXISTS (SELECT 1 FROM service_calls c WHERE c.customer_id = f.customer_id
    AND c.service_date > f.feedback_date)) FROM customer_feedback f
    WHERE feedback_date < '2025-12-31' AND overall_satisfaction """
    furious = [connection.execute(sql + "<= 3").fetchone()[0] for connection in companies()]
    content = [connection.execute(sql + ">= 8").fetchone()[0] for connection in companies()]
    assert sum(furious) < 0.8 * sum(content), (furious, content)
